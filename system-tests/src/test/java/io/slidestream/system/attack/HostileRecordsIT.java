package io.slidestream.system.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.wire.CommandKind;
import io.slidestream.contracts.wire.MapCommand;
import io.slidestream.contracts.wire.MapState;
import io.slidestream.contracts.wire.MapUpdated;
import io.slidestream.contracts.wire.SlideEvent;
import io.slidestream.contracts.wire.TileBlock;
import io.slidestream.contracts.wire.TileScore;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.system.Checkout;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.Mutations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may write to the topics: nine kinds of records, each to a {@code watch} that goes on working. */
@Attack
class HostileRecordsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String MAP = "ab".repeat(16);

    /** The slide was mapped and its picture shown, though nobody had given its folder to anything. */
    @Test
    void command_opensNoSlideOutsideTheWatchedFolder(Target target) throws Exception {
        SlideVersion secret = secret(target, "by-command");
        MapCommand command = MapCommand.newBuilder()
                .setMapId(MAP)
                .setAttempt(1)
                .setSlide(wire(secret))
                .setKind(CommandKind.RESUBMIT)
                .setMpp(0.5)
                .build();
        send(
                target,
                Topic.COMMANDS,
                Topic.COMMANDS.key().apply(Topic.COMMANDS.codec().decode(command.toByteArray())),
                command.toByteArray());
        target.rejects("by-command", "not-allowed");
        assertThat(target.results().resolve("by-command/tiles.csv")).doesNotExist();
        nothingOfItIsShown(target, secret);
        target.mapsASoundSlide();
    }

    /** Workers, the aggregator's thumbnails and the viewer knew no bucket at all. */
    @Test
    void blocksAndManifests_openNoSlideOutsideTheWatchedFolder(Target target) throws Exception {
        SlideVersion secret = secret(target, "by-manifest");
        SlideTiled manifest = MapSamples.manifest(secret, MapSamples.GRID, MapSamples.KATHER, 1);
        TileBlock block = TileBlock.newBuilder()
                .setMapId(manifest.mapId().hex())
                .setAttempt(1)
                .setSlide(wire(secret))
                .setGrid(SlideEvent.parseFrom(Topic.SLIDES.codec().encode(manifest))
                        .getTiled()
                        .getGrid())
                .setModelId(
                        ModelBundle.load(Checkout.path("models/crc-nine-class")).id())
                .setTiles(MapSamples.blocks(manifest).get(0).tiles())
                .build();
        send(target, Topic.TILE_BLOCKS, manifest.mapId().hex() + "-0", block.toByteArray());
        target.watch()
                .until(
                        "the worker's answer",
                        () -> target.ops().metric("slidestream_tiles_rejected_total", "reason=\"not-allowed\"") > 0);
        send(target, Topic.SLIDES, manifest.mapId().hex(), Topic.SLIDES.codec().encode(manifest));
        for (BlockScored scored : MapSamples.blocks(manifest)) {
            send(
                    target,
                    Topic.TILE_SCORES,
                    manifest.mapId().hex(),
                    Topic.TILE_SCORES.codec().encode(scored));
        }
        target.watch()
                .until(
                        "an end of that map",
                        () -> target.watch().output().lines().anyMatch(line -> line.matches("[✓✗] by-manifest .*")));
        assertThat(target.results().resolve("by-manifest/thumbnail.jpg")).doesNotExist();
        nothingOfItIsShown(target, secret);
        target.mapsASoundSlide();
    }

    /** 256 MB of bits for each, and up to 64 maps of them: the viewer's follower died, and health was green. */
    @Test
    void blockIndexesBeyondEveryGrid_takeNoMemory(Target target) throws Exception {
        for (int map = 0; map < 12; map++) {
            byte[] record = io.slidestream.contracts.wire.BlockScored.newBuilder()
                    .setMapId(String.format("%032x", map))
                    .setAttempt(1)
                    .setBlockIndex(Integer.MAX_VALUE - map)
                    .setTiles(1)
                    .addScores(TileScore.newBuilder().addProbabilities(1))
                    .setEngine("x")
                    .build()
                    .toByteArray();
            send(target, Topic.TILE_SCORES, String.format("%032x", map), record);
        }
        target.mapsASoundSlide();
        assertThat(target.ops().answer("/health/ready").statusCode()).isEqualTo(200);
    }

    /** 151 bytes that ended the aggregator, and its next start. */
    @Test
    void manifestOfBillionsOfCells_takesNoMemory(Target target) throws Exception {
        SlideTiled manifest = MapSamples.manifest(version(target, "billions"), MapSamples.GRID, MapSamples.KATHER, 1);
        SlideEvent.Builder huge = SlideEvent.parseFrom(Topic.SLIDES.codec().encode(manifest)).toBuilder();
        huge.getTiledBuilder().setExpectedTiles(1);
        huge.getTiledBuilder()
                .getGridBuilder()
                .setSlideWidthPx(40_000)
                .setSlideHeightPx(40_000)
                .setTileSizePx(1)
                .setStridePx(1);
        send(target, Topic.SLIDES, manifest.mapId().hex(), huge.build().toByteArray());
        send(target, Topic.TILE_SCORES, manifest.mapId().hex(), oneScore(manifest.mapId(), 1));
        target.mapsASoundSlide();
    }

    @Test
    void manifestOfTheLargestGrid_andOfMostClasses_takesNoMoreThanThereIs(Target target) throws Exception {
        List<String> classes =
                Stream.iterate(0, i -> i + 1).limit(1024).map(i -> "class " + i).toList();
        SlideVersion slide = version(target, "largest");
        SlideTiled manifest = MapSamples.manifest(
                slide, new TileGrid(70_000, 70_000, 0.5, 224, 64), MapSamples.KATHER.subList(0, 1), 1);
        SlideEvent.Builder most = SlideEvent.parseFrom(Topic.SLIDES.codec().encode(manifest)).toBuilder();
        most.getTiledBuilder().getModelBuilder().clearClassNames().addAllClassNames(classes);
        send(target, Topic.SLIDES, manifest.mapId().hex(), most.build().toByteArray());
        send(target, Topic.TILE_SCORES, manifest.mapId().hex(), oneScore(manifest.mapId(), 1024));
        most.getTiledBuilder().getModelBuilder().addAllClassNames(classes);
        send(target, Topic.SLIDES, "cd".repeat(16), most.build().toByteArray());
        target.mapsASoundSlide();
    }

    /** Names that lead out of the results, and that are nothing. */
    @Test
    void namesOfSlides_leadNowhereElse(Target target) throws Exception {
        for (String name :
                List.of("../../out-1", "/", "////", "..", ".", "a/../../../out-2", "\u0000", "x".repeat(8000))) {
            SlideVersion sound = version(target, "names");
            io.slidestream.contracts.wire.SlideVersion slide =
                    wire(sound).toBuilder().setName(name).build();
            String map = MapId.of(
                            new SlideVersion(sound.location(), "f" + name.hashCode(), "n"),
                            "m",
                            new io.slidestream.contracts.TilingSpec(224, 0.5, 1, null, "t"))
                    .hex();
            MapCommand command = MapCommand.newBuilder()
                    .setMapId(map)
                    .setAttempt(1)
                    .setSlide(slide)
                    .setKind(CommandKind.RETRY)
                    .build();
            send(target, Topic.COMMANDS, Topic.locationKey(sound.location()), command.toByteArray());
            SlideEvent.Builder event = SlideEvent.newBuilder();
            event.getRejectedBuilder()
                    .setMapId(map)
                    .setAttempt(1)
                    .setSlide(slide)
                    .setReason(io.slidestream.contracts.wire.RejectionReason.NO_TISSUE)
                    .setMessage("x");
            send(target, Topic.SLIDES, map, event.build().toByteArray());
        }
        target.mapsASoundSlide();
        Path above = target.results().toAbsolutePath().getParent();
        try (Stream<Path> all = Files.walk(above, 2)) {
            assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("out-1", "out-2");
        }
    }

    /** A map's word says where its files are; the viewer serves those. */
    @Test
    void resultsElsewhere_areNotServed(Target target) throws Exception {
        Files.writeString(target.elsewhere().resolve("summary.json"), "{\"secret\":1}");
        MapUpdated word = MapUpdated.newBuilder()
                .setMapId(MAP)
                .setAttempt(9)
                .setSlide(wire(version(target, "elsewhere")))
                .setState(MapState.MAPPED)
                .setExpectedTiles(1)
                .setScoredTiles(1)
                .setResults(target.elsewhere().toUri().toString())
                .build();
        send(target, Topic.TUMOR_MAPS, MAP, word.toByteArray());
        target.mapsASoundSlide();
        for (String path : List.of("/files", "/files/summary.json", "/files/../summary.json")) {
            HttpResponse<String> answer = get(target, "/api/v1/slides/" + MAP + path);
            assertThat(answer.statusCode()).isIn(400, 404);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    @Test
    void junkTombstonesAndForeignKeys_areBuried(Target target) throws Exception {
        byte[] junk = {(byte) 0xff, 0, 1, 2, 3};
        for (Topic<?> topic : Topic.all()) {
            send(target, topic, "no key of ours", junk);
            send(target, topic, "no key of ours", new byte[0]);
            send(target, topic, "no key of ours", new byte[900_000]);
            send(target, topic, MAP, null);
            if (!topic.compacted()) {
                send(target, topic, null, junk);
            }
        }
        target.mapsASoundSlide();
        assertThat(target.ops().metric("slidestream_dead_letters_total", "")).isPositive();
    }

    @Test
    void mutatedRecords_endNothing(Target target) throws Exception {
        Mutations mutations = new Mutations(20_277);
        SlideTiled manifest = MapSamples.manifest(version(target, "mutated"), MapSamples.GRID, MapSamples.KATHER, 1);
        List<byte[]> events = List.of(Topic.SLIDES.codec().encode(manifest));
        List<byte[]> scores = MapSamples.blocks(manifest).stream()
                .map(Topic.TILE_SCORES.codec()::encode)
                .toList();
        try (KafkaProducer<byte[], byte[]> producer = producer(target)) {
            byte[] key = manifest.mapId().hex().getBytes(UTF_8);
            for (int i = 0; i < 2000; i++) {
                producer.send(new ProducerRecord<>(Topic.SLIDES.name(), key, mutations.of(events)));
                producer.send(new ProducerRecord<>(Topic.TILE_SCORES.name(), key, mutations.of(scores)));
            }
        }
        target.mapsASoundSlide();
        HttpResponse<String> ready = target.ops().answer("/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    }

    /** The list is told by other threads than the terminal. */
    private static void nothingOfItIsShown(Target target, SlideVersion secret) throws Exception {
        Await.until("the list has " + secret.name(), () -> !ids(target, secret).isEmpty());
        for (String id : ids(target, secret)) {
            assertThat(get(target, "/api/v1/slides/" + id + "/image.dzi").statusCode())
                    .isGreaterThanOrEqualTo(400);
            assertThat(get(target, "/api/v1/slides/" + id + "/thumbnail").statusCode())
                    .isGreaterThanOrEqualTo(400);
        }
    }

    private static List<String> ids(Target target, SlideVersion secret) throws Exception {
        List<String> ids = new ArrayList<>();
        String list = get(target, "/api/v1/slides?size=500").body();
        for (var slide :
                new com.fasterxml.jackson.databind.ObjectMapper().readTree(list).path("slides")) {
            if (slide.path("name").asText().equals(secret.name())) {
                ids.add(slide.path("id").asText());
            }
        }
        return ids;
    }

    private static SlideVersion secret(Target target, String name) throws Exception {
        Path file = Files.write(target.elsewhere().resolve(name + ".svs"), target.soundSlide());
        return new SlideVersion(file.toUri().toString(), Files.size(file) + "-1", name);
    }

    private static SlideVersion version(Target target, String name) {
        return new SlideVersion(target.bucket().resolve(name + ".svs").toUri().toString(), "1000-1", name);
    }

    private static byte[] oneScore(MapId map, int classes) {
        TileScore.Builder score = TileScore.newBuilder();
        for (int i = 0; i < classes; i++) {
            score.addProbabilities(1f / classes);
        }
        return io.slidestream.contracts.wire.BlockScored.newBuilder()
                .setMapId(map.hex())
                .setAttempt(1)
                .setTiles(1)
                .addScores(score)
                .setEngine("x")
                .build()
                .toByteArray();
    }

    private static io.slidestream.contracts.wire.SlideVersion wire(SlideVersion slide) {
        return io.slidestream.contracts.wire.SlideVersion.newBuilder()
                .setLocation(slide.location())
                .setFingerprint(slide.fingerprint())
                .setName(slide.name())
                .build();
    }

    private static void send(Target target, Topic<?> topic, @Nullable String key, byte @Nullable [] value)
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(target)) {
            producer.send(new ProducerRecord<>(topic.name(), key == null ? null : key.getBytes(UTF_8), value))
                    .get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Target target) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", target.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static HttpResponse<String> get(Target target, String path) throws Exception {
        URI uri = URI.create(target.viewer()
                + path.replaceFirst("^/", target.viewer().toString().endsWith("/") ? "" : "/"));
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + Target.TOKEN)
                        .build(),
                BodyHandlers.ofString());
    }
}
