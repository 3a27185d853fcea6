package io.slidestream.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.system.Checkout;
import io.slidestream.system.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each killed aggregator left 15 MB of RocksDB among the temporary files, until a crash loop had filled the disk. */
@Attack
class KilledProcessIT {
    @TempDir
    Path folder;

    @Test
    void whatAKilledProcessUnpacked_isRemovedByTheNext() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path bucket = Files.createDirectory(folder.resolve("bucket"));
        SyntheticSlide.builder().size(600, 500).write(bucket.resolve("S1.svs"));
        try (Child watch = watch(temporary, bucket)) {
            watch.lineWith("✓ S1 ");
            assertThat(libraries(temporary)).as("it has RocksDB unpacked").isPositive();
            watch.kill();
        }
        assertThat(libraries(temporary)).as("which it left").isPositive();

        try (Child next = Child.java(
                Map.of(),
                List.of("-Djava.io.tmpdir=" + temporary, "-Dslidestream.home=" + Checkout.root()),
                Checkout.jar("standalone"),
                "version")) {
            next.exits(0);
        }
        assertThat(libraries(temporary)).isZero();
    }

    private Child watch(Path temporary, Path bucket) {
        return Checkout.slidestreamWith(
                Map.of(),
                List.of("-Djava.io.tmpdir=" + temporary),
                "watch",
                bucket,
                "--out",
                folder.resolve("maps"),
                "--settle",
                1,
                "--port",
                0,
                "--viewer",
                "127.0.0.1:0");
    }

    private static long libraries(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("rocksdbjni"))
                    .count();
        }
    }
}
