package io.slidestream.viewer.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void pace_isThatOfWork_withoutRests() {
        work(0, 5, 64);
        assertThat(pace.tilesPerSecond()).as("too little to tell").isZero();
        work(3_600_000, 30, 64);
        assertThat(pace.tilesPerSecond()).isCloseTo(64, within(1.0));
    }

    @Test
    void workersThatAreGone_countLessAndLess() {
        work(0, 600, 640);
        work(600_000, 6_000, 64);
        assertThat(pace.tilesPerSecond()).isBetween(64.0, 75.0);
    }

    @Test
    void blocksOutOfOrder_countAsTiles_andTakeNoTime() {
        for (int second = 0; second < 30; second++) {
            pace.add(10, 1_000_000 + 1_000L * second);
            pace.add(10, 1_000_000 + 1_000L * second - 500);
        }
        assertThat(pace.tilesPerSecond()).isCloseTo(20, within(1.0));
    }

    private void work(long fromMillis, int seconds, int tilesPerSecond) {
        for (int second = 0; second < seconds; second++) {
            pace.add(tilesPerSecond, 1_000_000 + fromMillis + 1_000L * second);
        }
    }
}
