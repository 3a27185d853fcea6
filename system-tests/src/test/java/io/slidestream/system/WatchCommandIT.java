package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NeedsOpenSlide.class)
class WatchCommandIT {
    @TempDir
    Path folder;

    @Test
    void slidesThatAreThereAndThatCome_areMappedOnce_overRestarts() throws Exception {
        Path bucket = Files.createDirectory(folder.resolve("bucket"));
        Path maps = folder.resolve("maps");
        SyntheticSlide.builder().size(2000, 1500).write(bucket.resolve("early.svs"));

        try (Child watch = watch(bucket, maps)) {
            watch.lineWith("✓ early");
            SyntheticSlide.builder().size(2000, 1500).seed(2).write(bucket.resolve("late.svs"));
            watch.lineWith("✓ late");
            watch.terminate();
            watch.exits(143);
        }
        Map<Path, Object> written = files(maps);
        assertThat(written.keySet())
                .contains(maps.resolve("early/tumor-map.png"), maps.resolve("late/tumor-map.png"))
                .hasSize(18);

        try (Child watch = watch(bucket, maps)) {
            Ops ops = ops(watch);
            SyntheticSlide.builder().size(1500, 1500).seed(3).write(bucket.resolve("third.svs"));
            watch.lineWith("✓ third");
            assertThat(ops.metric("slidestream_slide_states", "state=\"mapped\""))
                    .isEqualTo(3);
            assertThat(ops.metric("slidestream_tiler_slides_total", "")).isEqualTo(1);
            assertThat(ops.metric("slidestream_aggregator_maps_total", "")).isEqualTo(1);
            rejectedSlide_isExplainedAndRetried(watch, bucket, maps);
            MetricsDocument document = MetricsDocument.read();
            document.describes(ops.page(), "tiler-service", "inference-worker", "aggregator");
            watch.until(
                    "metrics that add up",
                    () -> document.unequal(List.of(ops.page())).isEmpty());
            watch.terminate();
            watch.exits(143);
            assertThat(watch.output().lines().filter(line -> line.contains("✓")))
                    .hasSize(1);
        }
        assertThat(files(maps)).containsAllEntriesOf(written).containsKey(maps.resolve("third/tumor-map.png"));
        try (Child status = Checkout.slidestream("status", "--out", maps)) {
            status.exits(2);
            assertThat(status.output()).contains("no watch or run is running with --out " + maps);
        }
    }

    private static void rejectedSlide_isExplainedAndRetried(Child watch, Path bucket, Path maps) throws Exception {
        Files.writeString(bucket.resolve("bad.svs"), "no slide");
        Files.writeString(bucket.resolve("notes.txt"), "nor this");
        watch.lineWith("✗ bad");
        try (Child status = Checkout.slidestream("status", "--out", maps, "--bucket", bucket)) {
            status.exits(0);
            assertThat(status.output())
                    .containsPattern("rejected +not-a-slide +.* bad\\R")
                    .containsPattern("mapped .* third\\R")
                    // the notes, and beside each synthetic slide its truth
                    .contains("4 slides, 4 other files ignored")
                    .contains("4 slides: 3 mapped, 1 rejected");
        }
        try (Child retry = Checkout.slidestream("retry", "bad.svs", "--out", maps)) {
            retry.exits(0);
            assertThat(retry.output()).contains("bad is taken in again");
        }
        watch.lineWith("✗ bad");
    }

    private static Child watch(Path bucket, Path maps) {
        return Checkout.slidestream(
                "watch", bucket, "--out", maps, "--settle", 1, "--port", 0, "--viewer", "127.0.0.1:0");
    }

    private static Ops ops(Child watch) throws InterruptedException {
        String line = watch.lineWith("health and metrics at ");
        return new Ops(URI.create(line.substring(line.lastIndexOf("http://"))));
    }

    /** Every visible file with its time of writing. */
    private static Map<Path, Object> files(Path maps) throws IOException {
        Map<Path, Object> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(maps)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!maps.relativize(file).startsWith(".slidestream")
                        && !maps.relativize(file).startsWith(".catalog")) {
                    times.put(file, Files.getLastModifiedTime(file));
                }
            }
        }
        return times;
    }
}
