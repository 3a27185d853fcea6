package io.slidestream.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.Maps;
import io.slidestream.standalone.Screen;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Screen screen = new Screen();
    private long nanos = 1_000;

    @Test
    void terminal_rewritesOneLine_withRateAndRestOnceTheyMeanSomething() {
        Progress progress = new Progress(1, screen.interactive(), () -> nanos);

        progress.update(Maps.open(1000, 100, 0));
        assertThat(screen.text()).isEqualTo("\r  S1  ██░░░░░░░░░░░░░░░░░░ 100/1000 tiles");

        after(10);
        progress.update(Maps.open(1000, 590, 10));
        assertThat(screen.text())
                .endsWith("\r  S1  ████████████░░░░░░░░ 600/1000 tiles · 50 tiles/s · 8 s left")
                .doesNotContain("\n");
    }

    @Test
    void longName_givesWayToTheNumbers_onATerminalAlone() {
        String name = "A1/" + "from-the-archive-of-the-laboratory-".repeat(3) + "stain-17";
        Progress progress = new Progress(1, screen.interactive(), () -> nanos);
        progress.update(Maps.openOf(name, 100_000, 1));
        after(10);
        progress.update(Maps.openOf(name, 100_000, 1001));
        assertThat(screen.text())
                .endsWith("\r  A1/fro…tain-17  ░░░░░░░░░░ 1001/100000 tiles · 100 tiles/s · 16 min 30 s left");

        Screen file = new Screen();
        Progress plain = new Progress(1, file.plain(), () -> nanos);
        plain.update(Maps.openOf(name, 100, 50));
        assertThat(file.lines().get(0)).startsWith("  " + name + "  ██████████");
    }

    @Test
    void rest_isGivenInUnitsOfItsSize() {
        Progress progress = new Progress(1, screen.interactive(), () -> nanos);
        progress.update(Maps.open(100_000, 1, 0));

        after(10);
        progress.update(Maps.open(100_000, 1001, 0));
        assertThat(screen.text()).endsWith("100 tiles/s · 16 min 30 s left");

        after(990);
        progress.update(Maps.open(100_000, 10_001, 0));
        assertThat(screen.text().stripTrailing()).endsWith(" 10 tiles/s · 2 h 30 min left");
    }

    @Test
    void elsewhere_aLineEachFiveSecondsAtMost() {
        Progress progress = new Progress(1, screen.plain(), () -> nanos);

        for (int second = 1; second <= 12; second++) {
            after(1);
            progress.update(Maps.open(100, second, 0));
        }

        assertThat(screen.lines()).hasSize(2);
        assertThat(screen.lines().get(0)).contains(" 5/100 tiles");
        assertThat(screen.lines().get(1)).contains(" 10/100 tiles · 1 tiles/s · ");
    }

    @Test
    void elsewhere_aLineAtEachQuarter_howeverFast() {
        Progress progress = new Progress(1, screen.plain(), () -> nanos);

        for (int done = 10; done <= 100; done += 10) {
            progress.update(Maps.open(100, done, 0));
        }

        assertThat(screen.lines()).hasSize(3);
        assertThat(screen.lines().get(0)).contains(" 30/100 tiles");
        assertThat(screen.lines().get(2)).contains(" 90/100 tiles");
    }

    @Test
    void beforeTheFirstTile_thereIsAWord_whereSomebodyLooks() {
        Progress progress = new Progress(1, screen.interactive(), () -> nanos);

        progress.update(Maps.open(0, 5, 0));
        assertThat(screen.text()).isEmpty();

        progress.idle();
        after(4);
        progress.idle();
        assertThat(screen.text()).endsWith("\r  finding the tissue of the slide · 4 s");
        assertThat(progress.standing()).isEqualTo("before the first tile");

        progress.update(Maps.open(100, 0, 0));
        assertThat(screen.text()).contains("  S1  ░░░░░░░░░░░░░░░░░░░░ 0/100 tiles");
        progress.idle();
        assertThat(screen.text().stripTrailing()).endsWith(" 0/100 tiles");
    }

    @Test
    void ofSeveralSlides_theWholeIsShown_andThoseWithoutTissueYetCountAsTheMean() {
        Progress progress = new Progress(4, screen.interactive(), () -> nanos);

        progress.update(Maps.openOf("A1", 100, 0));
        progress.update(Maps.openOf("A2", 300, 0));
        after(10);
        progress.update(Maps.openOf("A1", 100, 100));
        progress.ended(Maps.mappedOf("A1", 100));
        progress.update(Maps.openOf("A2", 300, 100));

        assertThat(screen.text().stripTrailing())
                .endsWith("\r  1 of 4 slides  █████░░░░░░░░░░░░░░░ · 20 tiles/s · about 30 s left");
        assertThat(progress.standing())
                .isEqualTo("1 of 4 slides done, 200 of 400 tiles of those whose tissue is found");
    }

    @Test
    void ofSeveralSlides_elsewhere_aLineEachHalfMinute() {
        Progress progress = new Progress(2, screen.plain(), () -> nanos);

        progress.update(Maps.openOf("A2", 100, 0));
        for (int second = 1; second <= 65; second++) {
            after(1);
            progress.update(Maps.openOf("A1", 100, second));
        }

        assertThat(screen.lines()).hasSize(2);
        assertThat(screen.lines().get(1)).startsWith("  0 of 2 slides  ");
    }

    @Test
    void standing_isThatOfTheSlidesUnderWay_andIsEmptyWhenAllHaveEnded() {
        Progress progress = new Progress(0, screen.plain(), () -> nanos);

        progress.update(Maps.openOf("A1", 1808, 111));
        assertThat(progress.standing()).isEqualTo("111 of 1808 tiles of A1 done");

        progress.update(Maps.openOf("A2", 100, 0));
        progress.ended(Maps.mappedOf("A1", 1808));
        assertThat(progress.standing()).isEqualTo("1 of 2 slides done, 1808 of 1908 tiles");

        progress.ended(Maps.mappedOf("A2", 100));
        assertThat(progress.standing()).isEmpty();
        progress.update(Maps.openOf("A3", 50, 10));
        assertThat(progress.standing()).isEqualTo("10 of 50 tiles of A3 done");
    }

    private void after(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }
}
