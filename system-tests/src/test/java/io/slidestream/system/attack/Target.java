package io.slidestream.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.pipeline.BrokerAddress;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.system.Checkout;
import io.slidestream.system.Child;
import io.slidestream.system.Ops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A {@code watch} with little memory, redacted logs and a viewer with a token, and the folders around it. After each attack
 * {@link #mapsASoundSlide} tells whether it still does its work.
 */
final class Target implements AutoCloseable {
    /** What compose gives the tiler, and less than it gives the others. */
    private static final String MEMORY = "-Xmx600m";

    static final String TOKEN = "a token of the tests";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicInteger SOUND = new AtomicInteger();

    private final Path folder;
    private final Path sound;
    private final Child watch;
    private final Ops ops;
    private final URI viewer;
    private byte[] soundTable = new byte[0];

    private Target(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Files.createDirectories(bucket());
        sound = folder.resolve("sound.svs");
        SyntheticSlide.builder().size(900, 700).write(sound);
        watch = Checkout.slidestreamWith(
                Map.of("SLIDESTREAM_VIEWER_TOKEN", TOKEN),
                List.of(MEMORY),
                "watch",
                bucket(),
                "--out",
                results(),
                "--redact",
                "--formats",
                "csv,geojson,regions,html,pdf,ome-tiff,dicom",
                "--settle",
                1,
                "--port",
                0,
                "--viewer",
                "127.0.0.1:0");
        String line = watch.lineWith("health and metrics at ");
        ops = new Ops(URI.create(line.substring(line.lastIndexOf("http://"))));
        viewer = URI.create(line.replaceFirst(".*look at (http://[^;]*);.*", "$1"));
    }

    static Target start() {
        try {
            // Its own name is in no slide's, so that a search for names finds them alone.
            return new Target(Files.createTempDirectory("attacked").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The watched folder. */
    Path bucket() {
        return folder.resolve("bucket");
    }

    Path results() {
        return folder.resolve("maps");
    }

    /** A folder beside the watched one, of which the process was not told. */
    Path elsewhere() throws IOException {
        return Files.createDirectories(folder.resolve("private"));
    }

    Child watch() {
        return watch;
    }

    Ops ops() {
        return ops;
    }

    URI viewer() {
        return viewer;
    }

    String bootstrapServers() {
        return BrokerAddress.find(results().resolve(".slidestream")).orElseThrow();
    }

    /** All that was logged so far. */
    String log() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(results().resolve(".slidestream"))) {
            for (Path file : files.filter(one -> one.getFileName().toString().contains(".log"))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    /** Puts a file into the watched folder at once, as a move does. */
    Path put(String name, byte[] content) throws IOException {
        Path draft = Files.write(Files.createTempFile(folder, "draft", null), content);
        Path at = bucket().resolve(name);
        Files.createDirectories(at.getParent());
        return Files.move(draft, at, StandardCopyOption.ATOMIC_MOVE);
    }

    byte[] soundSlide() throws IOException {
        return Files.readAllBytes(sound);
    }

    /** Maps a sound slide under a new name: to the same bytes each time. The viewer hears of it. */
    String mapsASoundSlide() throws IOException, InterruptedException {
        String name = "sound-" + SOUND.incrementAndGet();
        put(name + ".svs", soundSlide());
        watch.until("a map of " + name, () -> watch.output().contains("✓ " + name + " "));
        byte[] table = Files.readAllBytes(results().resolve(name).resolve("tiles.csv"));
        if (soundTable.length == 0) {
            soundTable = table;
        }
        assertThat(table).isEqualTo(soundTable);
        assertThat(ops.answer("/health/live").statusCode()).isEqualTo(200);
        watch.until("news of " + name + " in the viewer", () -> slides().contains("\"" + name + "\""));
        return name;
    }

    private String slides() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(viewer.resolve("/api/v1/slides?size=500"))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(10))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    /** Waits until the slide has got this end. */
    void rejects(String name, String reason) throws InterruptedException {
        watch.until(
                name + " rejected as " + reason,
                () -> watch.output().lines().anyMatch(line -> line.contains("✗ " + name + "  rejected, " + reason)));
    }

    @Override
    public void close() throws IOException {
        watch.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
