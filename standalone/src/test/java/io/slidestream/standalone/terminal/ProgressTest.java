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
        Progress progress = new Progress(screen.interactive(), () -> nanos);

        progress.update(Maps.open(1000, 100, 0));
        assertThat(screen.text()).isEqualTo("\r  S1  ██░░░░░░░░░░░░░░░░░░ 100/1000 tiles");

        after(10);
        progress.update(Maps.open(1000, 590, 10));
        assertThat(screen.text())
                .endsWith("\r  S1  ████████████░░░░░░░░ 600/1000 tiles · 50 tiles/s · 8 s left")
                .doesNotContain("\n");
    }

    @Test
    void rest_isGivenInUnitsOfItsSize() {
        Progress progress = new Progress(screen.interactive(), () -> nanos);
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
        Progress progress = new Progress(screen.plain(), () -> nanos);

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
        Progress progress = new Progress(screen.plain(), () -> nanos);

        for (int done = 10; done <= 100; done += 10) {
            progress.update(Maps.open(100, done, 0));
        }

        assertThat(screen.lines()).hasSize(3);
        assertThat(screen.lines().get(0)).contains(" 30/100 tiles");
        assertThat(screen.lines().get(2)).contains(" 90/100 tiles");
    }

    @Test
    void nothingIsShown_beforeThereIsSomethingToShow() {
        Progress progress = new Progress(screen.interactive(), () -> nanos);

        progress.update(Maps.open(0, 5, 0));
        progress.update(Maps.open(100, 0, 0));

        assertThat(screen.text()).isEmpty();
    }

    private void after(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }
}
