package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TileEstimateTest {
    @Test
    void time_isSaidFromTheMeasuredRate_andNeverMadeUp() {
        assertThat(new TileEstimate(10_000_000, 30).time()).isEqualTo("some 3.9 days at 30 tiles a second");
        assertThat(new TileEstimate(400_000, 30).time()).isEqualTo("some 3.7 h at 30 tiles a second");
        assertThat(new TileEstimate(100_001, 200).time()).isEqualTo("some 8 min at 200 tiles a second");
        assertThat(new TileEstimate(400_000, 0).time()).contains("not known");
        assertThat(new TileEstimate(400_000, 0).seconds()).isEmpty();
    }

    @Test
    void usual_endsAtAHundredThousand() {
        assertThat(new TileEstimate(100_000, 0).isUsual()).isTrue();
        assertThat(new TileEstimate(100_001, 0).isUsual()).isFalse();
        assertThat(new TileEstimate(1_234_567, 0).number()).isEqualTo("1,234,567 tiles");
    }

    @Test
    void tiles_growWithTheSquareOfTheResolution() {
        assertThat(TileEstimate.atOtherMpp(10_000, 0.25, 2.5)).isEqualTo(1_000_000);
        assertThat(TileEstimate.atOtherMpp(3, 1, 0.1)).isEqualTo(1);
    }
}
