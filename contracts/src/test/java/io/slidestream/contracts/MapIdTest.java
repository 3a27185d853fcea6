package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MapIdTest {
    private static final String MODEL = "c0ffee";
    private static final TilingSpec TILING = new TilingSpec(224, 0.5, 1.0, null, "hsv-otsu-1");

    /** Computed outside of Java; 0.002 is a number that Double.toString wrote otherwise before Java 19. */
    @Test
    void idsArePinned() {
        assertThat(MapId.of(Samples.SLIDE, MODEL, TILING)).hasToString("656b67532d998b7bec83b2d506baea76");
        assertThat(MapId.of(Samples.SLIDE, MODEL, new TilingSpec(224, 0.5, 0.002, 0.3, "hsv-otsu-1")))
                .hasToString("b33e643497cc054d72ba59526ea119f4");
    }

    @Test
    void everyPartCounts_butTheName() {
        SlideVersion slide = Samples.SLIDE;
        List<MapId> ids = List.of(
                MapId.of(slide, MODEL, TILING),
                MapId.of(new SlideVersion("file:///S1.svs", slide.fingerprint(), slide.name()), MODEL, TILING),
                MapId.of(new SlideVersion(slide.location(), "other", slide.name()), MODEL, TILING),
                MapId.of(slide, "decaf", TILING),
                MapId.of(slide, MODEL, new TilingSpec(227, 0.5, 1.0, null, "hsv-otsu-1")),
                MapId.of(slide, MODEL, new TilingSpec(224, 0.25, 1.0, null, "hsv-otsu-1")),
                MapId.of(slide, MODEL, new TilingSpec(224, 0.5, 0.5, null, "hsv-otsu-1")),
                MapId.of(slide, MODEL, new TilingSpec(224, 0.5, 1.0, 0.5, "hsv-otsu-1")),
                MapId.of(slide, MODEL, new TilingSpec(224, 0.5, 1.0, null, "hsv-otsu-2")));

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(MapId.of(new SlideVersion(slide.location(), slide.fingerprint(), "renamed"), MODEL, TILING))
                .isEqualTo(ids.get(0));
    }

    @Test
    void partsDoNotRunTogether() {
        assertThat(MapId.of(new SlideVersion("ab", "c", "n"), MODEL, TILING))
                .isNotEqualTo(MapId.of(new SlideVersion("a", "bc", "n"), MODEL, TILING));
    }

    @Test
    void otherForms_areRefused() {
        for (String hex : List.of("", "00112233445566778899AABBCCDDEEFF", "00112233445566778899aabbccddeef")) {
            assertThatThrownBy(() -> new MapId(hex))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("map id must be 32 hex digits, was '" + hex + "'");
        }
    }
}
