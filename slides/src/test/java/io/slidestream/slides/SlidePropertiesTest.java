package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlidePropertiesTest {
    private static final String UNIT = "tiff.ResolutionUnit";

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

    @Test
    void resolutionOfTiffTags_isTakenWhereItIsPlausible() throws Exception {
        SlideProperties slide = with("tiff.XResolution", "20000", "tiff.YResolution", "20000", UNIT, "centimeter");
        assertThat(slide.mpp()).hasValue(0.5);
        assertThat(slide.mppSource()).hasValue("the TIFF tags (XResolution)");
        assertThat(slide.requireMpp(null)).isEqualTo(0.5);
        assertThat(with("tiff.XResolution", "101600", "tiff.YResolution", "101600", UNIT, "inch")
                        .mpp())
                .hasValue(0.25);
    }

    @Test
    void printersResolution_isNamedAndNotTaken() {
        assertThatThrownBy(() -> with("tiff.XResolution", "72", "tiff.YResolution", "72", UNIT, "inch")
                        .requireMpp(null))
                .hasMessageStartingWith("its TIFF tags say 72 pixels per inch, which are 352.8 microns per pixel, which"
                        + " cannot be (plausible are 0.05..5); give them with --mpp");
        assertThat(with("tiff.XResolution", "1", "tiff.YResolution", "1", UNIT, "centimeter")
                        .mpp())
                .isEmpty();
        assertThat(with("tiff.XResolution", "20000", "tiff.YResolution", "20000", UNIT, "none")
                        .mpp())
                .isEmpty();
    }

    @Test
    void tagsThatAreNotSquare_areRefusedLikeOthers() {
        assertThatThrownBy(() -> with("tiff.XResolution", "20000", "tiff.YResolution", "40000", UNIT, "centimeter")
                        .requireMpp(null))
                .hasMessageStartingWith("the slide's pixels are not square (0.5 x 0.25 microns)");
    }

    @ParameterizedTest
    @CsvSource({"0.5, µm", "0.5, \u03bcm", "500, nm", "0.0005, mm", "0.5,", "0.00005, cm"})
    void omeXml_isTakenInAnyUnit(String size, @Nullable String unit) {
        SlideProperties slide = with("tiff.ImageDescription", ome(100, size, unit));
        assertThat(slide.mpp().getAsDouble()).isCloseTo(0.5, within(1e-9));
        assertThat(slide.mppSource()).hasValue("the OME-XML (PhysicalSizeX)");
    }

    @Test
    void omeXml_isBelievedBeforeTheTags_andTheImageOfTheSlidesSizeBeforeOthers() {
        String label = ome(40, "9", "µm");
        SlideProperties slide = with(
                "tiff.ImageDescription",
                label + ome(100, "0.25", "µm"),
                "tiff.XResolution",
                "20000",
                "tiff.YResolution",
                "20000",
                UNIT,
                "centimeter");
        assertThat(slide.mpp()).hasValue(0.25);
    }

    @Test
    void omeXmlOfNoPlausibleUnit_leavesItToTheTags_andIsNamedWhereThereAreNone() {
        assertThat(with(
                                "tiff.ImageDescription",
                                ome(100, "1", "pixel"),
                                "tiff.XResolution",
                                "20000",
                                "tiff.YResolution",
                                "20000",
                                UNIT,
                                "centimeter")
                        .mpp())
                .hasValue(0.5);
        assertThatThrownBy(() ->
                        with("tiff.ImageDescription", ome(100, "1", "pixel")).requireMpp(null))
                .hasMessageStartingWith("its OME-XML says a PhysicalSizeX of 1 pixel, which cannot be");
    }

    @Test
    void ownResolutionThatIsPlausible_isBelievedBeforeAll() {
        assertThat(with(
                                "openslide.mpp-x",
                                "0.25",
                                "openslide.mpp-y",
                                "0.25",
                                "tiff.ImageDescription",
                                ome(100, "1", "µm"))
                        .mpp())
                .hasValue(0.25);
    }

    @Test
    void bounds_areThoseOfOpenSlide_ifTheyLieInTheSlide() {
        assertThat(with(bounds("10", "20", "30", "40")).bounds()).hasValue(new Level0Region(10, 20, 30, 40));
        assertThat(with(bounds("10", "20", "30", "many")).bounds()).isEmpty();
        assertThat(with(bounds("100", "20", "30", "40")).bounds()).isEmpty();
        assertThat(with(bounds("-1", "20", "30", "40")).bounds()).isEmpty();
        assertThat(with("openslide.bounds-x", "10").bounds()).isEmpty();
    }

    private static String[] bounds(String x, String y, String width, String height) {
        return new String[] {
            "openslide.bounds-x",
            x,
            "openslide.bounds-y",
            y,
            "openslide.bounds-width",
            width,
            "openslide.bounds-height",
            height
        };
    }

    private static String ome(int sizeX, String size, @Nullable String unit) {
        return "<OME><Image><Pixels SizeX=\"" + sizeX + "\" PhysicalSizeX=\"" + size + "\" PhysicalSizeY=\"" + size
                + "\""
                + (unit == null ? "" : " PhysicalSizeXUnit=\"" + unit + "\" PhysicalSizeYUnit=\"" + unit + "\"")
                + "><TiffData/></Pixels></Image></OME>";
    }

    private static SlideProperties with(String... raw) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < raw.length; i += 2) {
            properties.put(raw[i], raw[i + 1]);
        }
        return SlideProperties.of(List.of(new Level(0, 100, 100, 1)), properties, List.of());
    }
}
