package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.trainer.base.TrainingException;
import org.junit.jupiter.api.Test;

class ReluShiftTest {
    @Test
    void theFirstConstantThatAgrees_isDoubled() {
        assertThat(ReluShift.find(shift -> shift < 30 ? 0.2 : 1e-6, ReluShift.BEARABLE))
                .isEqualTo(new ReluShift(64, 1e-6));
    }

    @Test
    void whereRoundingNeverLetsThemAgree_theBestIsTaken() {
        assertThat(ReluShift.find(shift -> 0.01 / shift + 1e-7 * shift, ReluShift.BEARABLE)
                        .constant())
                .isEqualTo(256);
    }

    @Test
    void aNetworkThatStillClips_isRefused_unlessAllLayersAreTrainedAfterwards() {
        assertThatThrownBy(() -> ReluShift.find(shift -> 40 / shift, ReluShift.BEARABLE))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("train all layers");
        assertThat(ReluShift.find(shift -> 40 / shift, Double.MAX_VALUE).constant())
                .isEqualTo(4096);
    }

    @Test
    void aNetworkWithoutTheRelu_mustAgreeAsItIs() {
        assertThat(ReluShift.none(1e-5)).isEqualTo(new ReluShift(0, 1e-5));
        assertThatThrownBy(() -> ReluShift.none(1e-3)).hasMessageContaining("fault of the program");
    }
}
