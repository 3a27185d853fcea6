package io.slidestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void loadOfTwenty_onTwoProcessors_isTenTimesThePatience() {
        assertThat(Patience.factor(null, 20, 2)).isEqualTo(10);
    }

    @Test
    void idleMachine_andOneThatDoesNotSay_haveTheLimitAsWritten() {
        assertThat(Patience.factor(null, 0.1, 2)).isEqualTo(1);
        assertThat(Patience.factor(null, -1, 2)).isEqualTo(1);
    }

    @Test
    void configuredFactor_multipliesTheLoads() {
        assertThat(Patience.factor("3", 4, 2)).isEqualTo(6);
        assertThat(Patience.factor("0.5", 0, 2)).isEqualTo(0.5);
    }

    @Test
    void factorThatIsNone_isNamed() {
        for (String bad : new String[] {"", "fast", "0", "-1", "NaN", "1e9"}) {
            assertThatThrownBy(() -> Patience.factor(bad, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("SLIDESTREAM_TEST_PATIENCE must be a number above 0 and at most 1000, was " + bad);
        }
    }
}
