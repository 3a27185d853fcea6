package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NeedsOpenSlide.class)
class KilledRunIT {
    @TempDir
    Path folder;

    /** Each start is killed somewhere else: before the first tile, after it, on the way. */
    @Test
    void killedAgainAndAgain_theSameCommandEndsWithTheSameBytes() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(6000, 4500).mpp(0.5).write(slide);
        Path undisturbed = map(slide, folder.resolve("undisturbed"));

        Path out = folder.resolve("disturbed");
        killWhen(
                "tiling",
                slide,
                out,
                child -> child.until(
                        "tiling",
                        () -> Files.readString(out.resolve(".slidestream/slidestream.log"))
                                .contains("tiling started")));
        long none = scoredBytes(out);
        killWhen("first tiles", slide, out, child -> child.until("first tiles", () -> scoredBytes(out) > none));
        long some = Math.max(scoredBytes(out), scoredBytes(folder.resolve("undisturbed")) / 3);
        killWhen("middle", slide, out, child -> child.until("middle", () -> scoredBytes(out) > some));
        Path disturbed = map(slide, out);

        assertThat(disturbed).hasSameBinaryContentAs(undisturbed);
        assertThat(TilesTable.read(disturbed).rows()).hasSizeGreaterThan(200);
    }

    private interface Moment {
        void await(Child child) throws InterruptedException;
    }

    private static void killWhen(String when, Path slide, Path out, Moment moment) throws InterruptedException {
        try (Child child = run(slide, out)) {
            moment.await(child);
            assertThat(child.alive())
                    .as("%s was early enough to kill %s", when, child)
                    .isTrue();
            child.kill();
        }
        assertThat(out.resolve("slide")).as("the map when killed at %s", when).doesNotExist();
    }

    /** How much the worker has published, seen the moment it is: progress on the terminal comes in large steps. */
    private static long scoredBytes(Path out) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> partitions =
                Files.newDirectoryStream(out.resolve(".slidestream/kafka"), "tile-scores-*")) {
            for (Path partition : partitions) {
                try (DirectoryStream<Path> segments = Files.newDirectoryStream(partition, "*.log")) {
                    for (Path segment : segments) {
                        bytes += Files.size(segment);
                    }
                }
            }
        }
        return bytes;
    }

    private static Path map(Path slide, Path out) throws InterruptedException {
        try (Child child = run(slide, out)) {
            child.exits(0);
        }
        return out.resolve("slide/tiles.csv");
    }

    private static Child run(Path slide, Path out) {
        return Checkout.slidestream("run", slide, "--out", out, "--threads", 1, "--batch", 16);
    }
}
