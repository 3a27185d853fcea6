package io.slidestream.tiler.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.MovingClock;
import io.slidestream.tiler.RecordingPublisher;
import io.slidestream.tiler.Samples;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.tiling.TilingTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TimeLimit(seconds = 120)
class StateFileTest {
    private static final TopicPartition STATES = new TopicPartition("slide-states", 0);
    private static final TopicPartition MAPS = new TopicPartition("tumor-maps", 0);
    private static final TilingTask TASK = Samples.task("S1", 1);
    private static final SlideVersion SLIDE = TASK.slide();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    private final MovingClock clock = new MovingClock();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(STATES, 0L, MAPS, 0L));
    private final Map<TopicPartition, Long> begun = new HashMap<>();
    private String topicId = "first";

    @Test
    void restartedTiler_goesOnWhereItWas_andKnowsWhatItKnew() {
        put(tiled(SLIDE));
        put(tiled(Samples.slide("S2")));
        put(
                STATES,
                "file:///bucket",
                Topic.SLIDE_STATES.codec().encode(new BucketListed("file:///bucket", 2, 1, 7, null)));
        put(MAPS, TASK.mapId().hex(), Topic.TUMOR_MAPS.codec().encode(mapped()));
        List<SlideStateChanged> before = restarted();
        assertThat(begun).containsOnly(Map.entry(STATES, 0L), Map.entry(MAPS, 0L));

        put(seen(Samples.slide("S3")));
        List<SlideStateChanged> after = restarted();
        assertThat(begun).as("only what is new is read").containsOnly(Map.entry(STATES, 3L), Map.entry(MAPS, 1L));
        assertThat(after).hasSize(3).containsAll(before);
        assertThat(after).extracting(SlideStateChanged::state).contains(SlideStateChanged.State.MAPPED);
        assertThat(restarted()).isEqualTo(after);
    }

    @Test
    void ownWordThatNeverReachedTheTopic_isForgottenWithTheProcess() {
        try (StateFile file = StateFile.in(folder, clock)) {
            SlideStates states = started(file);
            states.seen(SLIDE, 1);
            assertThat(states.latest(SLIDE.location())).isPresent();
            states.close();
        }
        assertThat(restarted()).isEmpty();
    }

    @Test
    void topicThatWasMadeAnew_isReadFromItsStart_andNothingOfTheOldOneIsKnown() {
        put(seen(SLIDE));
        assertThat(restarted()).hasSize(1);
        records.clear();
        ends.put(STATES, 0L);
        topicId = "second";
        put(seen(Samples.slide("S2")));
        assertThat(restarted()).extracting(SlideStateChanged::slide).containsExactly(Samples.slide("S2"));
    }

    @Test
    void fileThatWasLeftForLong_isMadeAnew_sinceTombstonesMayBeGone() {
        put(seen(SLIDE));
        assertThat(restarted()).hasSize(1);
        clock.pass(StateFile.TRUSTED.minusMinutes(1));
        assertThat(restarted()).hasSize(1);
        assertThat(begun).containsEntry(STATES, 1L);
        clock.pass(StateFile.TRUSTED.plusMinutes(1));
        assertThat(restarted()).hasSize(1);
        assertThat(begun).containsEntry(STATES, 0L);
    }

    @Test
    void forgottenSlide_isNowhereOnTheDisk() throws IOException {
        SlideVersion secret = Samples.slide("case-4711");
        put(tiled(secret));
        put(seen(SLIDE));
        assertThat(restarted()).hasSize(2);
        put(STATES, Topic.locationKey(secret.location()), null);
        assertThat(restarted()).hasSize(1);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("4711");
            }
        }
    }

    @Test
    void damagedFile_isMadeAnew() throws IOException {
        put(seen(SLIDE));
        assertThat(restarted()).hasSize(1);
        Files.write(folder.resolve(StateFile.NAME), new byte[9_000]);
        assertThat(restarted()).hasSize(1);
        assertThat(begun).containsEntry(STATES, 0L);
        Files.writeString(
                folder.resolve(StateFile.NAME), "no database at all, and longer than a page's head ".repeat(50));
        assertThat(restarted()).hasSize(1);
        assertThat(begun).containsEntry(STATES, 0L);
    }

    @Test
    void fileOfANewerVersion_isMadeAnew() throws Exception {
        put(seen(SLIDE));
        assertThat(restarted()).hasSize(1);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(StateFile.NAME));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertThat(restarted()).hasSize(1);
        assertThat(begun).containsEntry(STATES, 0L);
    }

    @Test
    void fileThatAnotherTilerUses_isLeftAlone_andAPlaceThatIsNoFolder() throws IOException {
        put(seen(SLIDE));
        try (StateFile ours = StateFile.in(folder, clock)) {
            started(ours).close();
            assertThat(restarted()).as("from the topics").hasSize(1);
            assertThat(begun).containsEntry(STATES, 0L);
            assertThat(ours.one("SELECT COUNT(*) FROM slide_state", row -> row.getInt(1)))
                    .contains(1);
        }
        Files.writeString(folder.resolve("file"), "");
        try (StateFile nowhere = StateFile.in(folder.resolve("file/below"), clock)) {
            started(nowhere).close();
            assertThat(begun).containsEntry(STATES, 0L);
        }
    }

    /** A child takes records as fast as it can, and is killed in the middle. */
    @Test
    void killedTiler_hasOnItsDiskWhatItSaysItHasRead() throws Exception {
        for (int round = 0; round < 2; round++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Taking.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = child.inputReader()) {
                for (int commits = 0; commits < 3; commits++) {
                    assertThat(out.readLine()).isNotNull();
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            try (StateFile file = StateFile.in(folder, Clock.systemUTC())) {
                long rows = file.one("SELECT COUNT(*) FROM slide_state", row -> row.getLong(1))
                        .orElseThrow();
                assertThat(rows).isGreaterThan(1_000);
                long next = file.reached("slide-states", "").getOrDefault(0, 0L);
                assertThat(rows)
                        .as("a record may be read twice, and none is missed")
                        .isBetween(next, next + 1);
            }
        }
    }

    /** Takes a record of another slide each time, from where it was. */
    static final class Taking {
        private Taking() {}

        public static void main(String[] args) {
            try (StateFile file = StateFile.in(Path.of(args[0]), Clock.systemUTC())) {
                StateTable table = new StateTable(file);
                long from = file.reached("slide-states", "").getOrDefault(0, 0L);
                for (long i = from; ; i++) {
                    table.read(seen(Samples.slide("slide-" + i)));
                    file.reach(new StateFile.Partition("", "slide-states", 0), i + 1);
                    if (i % 1_000 == 0) {
                        System.out.println(i);
                    }
                }
            }
        }
    }

    /** What a tiler knows that starts on the file, and ends. */
    private List<SlideStateChanged> restarted() {
        List<SlideStateChanged> known = new ArrayList<>();
        try (StateFile file = StateFile.in(folder, clock)) {
            SlideStates states = started(file);
            for (String name : List.of("S1", "S2", "S3", "case-4711")) {
                states.latest(Samples.slide(name).location()).ifPresent(known::add);
            }
            states.close();
        }
        return known;
    }

    private SlideStates started(StateFile file) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(0, "localhost", 9092);
        for (TopicPartition one : List.of(STATES, MAPS)) {
            Node[] nodes = {node};
            consumer.updatePartitions(one.topic(), List.of(new PartitionInfo(one.topic(), 0, node, nodes, nodes)));
        }
        consumer.updateBeginningOffsets(Map.of(STATES, 0L, MAPS, 0L));
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() -> {
            consumer.assignment().forEach(partition -> begun.put(partition, consumer.position(partition)));
            records.stream()
                    .filter(record -> record.offset()
                            >= begun.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L))
                    .forEach(consumer::addRecord);
        });
        SlideStates states = new SlideStates(
                () -> consumer,
                new SlideStates.Keeping(file, topics -> {
                    Map<String, String> ids = new HashMap<>();
                    topics.forEach(topic -> ids.put(topic, topicId));
                    return ids;
                }),
                publisher,
                (letter, reason, why) -> CompletableFuture.completedFuture(null),
                SlideOwnership.ALL,
                new TilerMetrics(new SimpleMeterRegistry()),
                clock);
        states.start();
        return states;
    }

    private void put(SlideStateChanged word) {
        put(
                STATES,
                Topic.locationKey(word.location()),
                Topic.SLIDE_STATES.codec().encode(word));
    }

    private void put(TopicPartition partition, String key, byte @Nullable [] value) {
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        records.add(new ConsumerRecord<>(partition.topic(), 0, offset, key.getBytes(StandardCharsets.US_ASCII), value));
    }

    private static SlideStateChanged seen(SlideVersion slide) {
        return new SlideStateChanged(slide, SlideStateChanged.State.SEEN, 5, 4, null, 0, null, null, null);
    }

    private static SlideStateChanged tiled(SlideVersion slide) {
        return new SlideStateChanged(slide, SlideStateChanged.State.TILED, 5, 4, TASK.mapId(), 1, 0.25, null, null);
    }

    private static MapUpdated mapped() {
        return new MapUpdated(TASK.mapId(), 1, SLIDE, MapUpdated.State.MAPPED, 9, 9, 0, "file:///maps/S1/", null, null);
    }
}
