package io.slidestream.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {
    @Test
    void whatRisesInTheFirstTenthAlone_isFlat() {
        Curve curve = curve(share -> share < 0.1 ? 10 : 200);

        assertThat(curve.isFlat()).isTrue();
        assertThat(curve.growth(1000)).isZero();
    }

    @Test
    void whatGainsAQuarterSinceTheSecondTenth_isNot() {
        assertThat(curve(share -> 100 + 20 * share).isFlat()).isTrue();
        assertThat(curve(share -> 100 + 40 * share).isFlat()).isFalse();
    }

    @Test
    void whatWorkInHandTakes_isNoGrowth() {
        Curve curve = curve(share -> share > 0.93 ? 1000 : 100);

        assertThat(curve.isFlat()).isTrue();
        assertThat(curve.largest()).isEqualTo(1000);
        assertThat(curve(share -> share < 1 ? 100 + 40 * share : 10).isFlat())
                .as("idle at the end")
                .isFalse();
    }

    @Test
    void littleOfASmallThing_isWithinTheSlack() {
        assertThat(curve(share -> share < 0.5 ? 3 : 6).isFlat()).isTrue();
        assertThat(curve(share -> share < 0.5 ? 3 : 9).isFlat()).isFalse();
    }

    @Test
    void growth_isThatOfASlide() {
        assertThat(curve(share -> 100 + 50 * share).growth(1000)).isCloseTo(0.05, within(1e-9));
    }

    @Test
    void withoutSamplesOfATenth_nothingIsSaid() {
        Curve end = new Curve("tiler", "threads", 4, List.of(new Curve.Point(1, 5)));

        assertThat(end.isJudged()).isFalse();
        assertThat(end.isFlat()).isFalse();
        assertThat(curve(share -> 5).isJudged()).isTrue();
    }

    /** As a soak takes them, one each fiftieth. */
    private static Curve curve(DoubleUnaryOperator value) {
        return new Curve(
                "tiler",
                "live heap, MB",
                4,
                IntStream.rangeClosed(1, 50)
                        .mapToObj(i -> new Curve.Point(i / 50.0, value.applyAsDouble(i / 50.0)))
                        .toList());
    }
}
