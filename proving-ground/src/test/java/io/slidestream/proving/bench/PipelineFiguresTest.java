package io.slidestream.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineFiguresTest {
    @Test
    void readingsTime_isTakenOffTheTimeOfTheProcessors() {
        PipelineFigures figures = new PipelineFigures(
                "a.svs", "m", "e", 2, 1_000, List.of(900.0, 1_100.0), List.of(new PipelineFigures.Round(2, 1.5, 0.8)));

        assertThat(figures.share()).isCloseTo(0.5, within(1e-9));
        assertThat(figures.shareWithoutReading()).isCloseTo(1_000 / 1.6 / 1_000, within(1e-9));
        assertThat(figures.readingMs()).isCloseTo(0.8, within(1e-9));
        assertThat(figures.busy()).isCloseTo(0.75, within(1e-9));
    }
}
