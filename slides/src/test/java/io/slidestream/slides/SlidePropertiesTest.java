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
        assertThat(withMpp("0.2500", "0.2520").mpp()).hasValue(0.251);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.5", "NaN", "Infinity", "0.049", "5.1", "99", "about half", ""})
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
                .withMessage("mpp must be in 0.05..5 microns per pixel, was 0.0");
    }

    @Test
    void pixelsThatAreNotSquare_areRefused_unlessMppIsGiven_whichIsNoted() throws Exception {
        SlideProperties slide = withMpp("0.5", "0.25");
        assertThatThrownBy(() -> slide.requireMpp(null))
                .hasMessageStartingWith("the slide's pixels are not square (0.5 x 0.25 microns)")
                .isInstanceOfSatisfying(
                        SlideException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.NO_MPP));
        assertThat(slide.requireMpp(0.25)).isEqualTo(0.25);
        assertThat(slide.doubtsAbout(0.25)).singleElement().asString().contains("not square (0.5 x 0.25 microns)");
    }

    @Test
    void mppThatContradictsTheSlide_isNoted_andOneThatDoesNotIsNot() {
        assertThat(withMpp("0.2523", "0.2523").doubtsAbout(0.5))
                .containsExactly("the slide says 0.2523 microns per pixel; it was mapped at 0.5, as was asked for");
        assertThat(withMpp("0.2523", "0.2523").doubtsAbout(0.25)).isEmpty();
        assertThat(withMpp("99", "99").doubtsAbout(0.5)).isEmpty();
    }

    @Test
    void objective_isOfferedWhereTheSlideNamesIt() {
        SlideProperties slide = SlideProperties.of(
                List.of(new Level(0, 100, 100, 1)), Map.of("openslide.objective-power", "40"), List.of());
        assertThatThrownBy(() -> slide.requireMpp(null))
                .hasMessageEndingWith("40x, which the slide names as its objective, is usually 0.25)");
        assertThatThrownBy(() -> withMpp("99", "99").requireMpp(null))
                .hasMessage("the slide says 99 microns per pixel, which cannot be (plausible are 0.05..5);"
                        + " give them with --mpp (20x is usually 0.5, 40x 0.25)");
    }

    private static SlideProperties withMpp(String x, String y) {
        return SlideProperties.of(
                List.of(new Level(0, 100, 100, 1)),
                Map.of("openslide.mpp-x", x, "openslide.mpp-y", y, "openslide.vendor", "aperio"),
                List.of());
    }
}
