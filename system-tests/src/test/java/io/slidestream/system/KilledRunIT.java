package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.slides.synthetic.SyntheticSlide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NeedsOpenSlide.class)
class KilledRunIT {
    private static final Pattern PROGRESS = Pattern.compile(".* (\\d+)/(\\d+) tiles.*");

    @TempDir
    Path folder;

    /** Each start is killed somewhere else: before the first tile, after it, in the middle. */
    @Test
    void killedAgainAndAgain_theSameCommandEndsWithTheSameBytes() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(8000, 6000).mpp(0.5).write(slide);
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
        killWhen("first tiles", slide, out, child -> progress(child, 0));
        killWhen("middle", slide, out, child -> progress(child, 0.3));
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

    private static void progress(Child child, double share) throws InterruptedException {
        child.line("progress beyond " + share, line -> {
            Matcher progress = PROGRESS.matcher(line);
            return progress.matches()
                    && Integer.parseInt(progress.group(1)) > share * Integer.parseInt(progress.group(2));
        });
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
