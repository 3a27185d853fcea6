package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.RejectionReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidePropertiesTest {
    @Test
    void mpp_isTheMeanOfBothDirections() {
        assertThat(withMpp("0.25", "0.26").mpp()).hasValue(0.255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.5", "NaN", "Infinity", "0.009", "101", "about half", ""})
    void junkMpp_isNone(String junk) {
        assertThat(withMpp(junk, "0.5").mpp()).isEmpty();
        assertThatThrownBy(() -> withMpp(junk, "0.5").requireMpp(null))
                .hasMessageContaining("the slide says " + junk)
                .hasMessageContaining("--mpp")
                .isInstanceOfSatisfying(
                        SlideException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.NO_MPP));
    }

    @Test
    void configuredMpp_beatsTheSlides() throws Exception {
        assertThat(withMpp("0.25", "0.25").requireMpp(0.5)).isEqualTo(0.5);
        assertThat(withMpp("0.25", "0.25").requireMpp(null)).isEqualTo(0.25);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withMpp("0.25", "0.25").requireMpp(0.0))
                .withMessage("mpp must be in 0.01..100.0, was 0.0");
    }

    private static SlideProperties withMpp(String x, String y) {
        return SlideProperties.of(
                List.of(new Level(0, 100, 100, 1)),
                Map.of("openslide.mpp-x", x, "openslide.mpp-y", y, "openslide.vendor", "aperio"),
                List.of());
    }
}
