package io.slidestream.trainer.report;

import io.slidestream.contracts.html.Html;
import io.slidestream.trainer.measure.Calibration;

/** Accuracy over confidence in bins, and below it how many tiles each bin has. */
final class CalibrationSvg {
    private static final double SIDE = 250;
    private static final double LEFT = 46;
    private static final double TOP = 44;
    private static final double GAP = 26;
    private static final double BARS = 64;

    private CalibrationSvg() {}

    static Html of(String title, Calibration calibration) {
        double bottom = TOP + SIDE + GAP + BARS;
        Svg svg = new Svg(LEFT + SIDE + 12, bottom + 44, "Calibration curve, " + title);
        svg.words("title", LEFT, 18, title);
        svg.words("right figure", LEFT + SIDE, 18, "ECE " + PageParts.decimals(calibration.expectedError(), 3));
        for (int i = 0; i <= 4; i++) {
            double at = SIDE * i / 4;
            svg.line("grid", LEFT, TOP + at, LEFT + SIDE, TOP + at);
            svg.line("grid", LEFT + at, TOP, LEFT + at, TOP + SIDE);
            svg.words("right tick", LEFT - 8, TOP + SIDE - at + 4, PageParts.decimals(i / 4.0, 2));
            svg.words("middle tick", LEFT + at, bottom + 18, PageParts.decimals(i / 4.0, 2));
        }
        svg.path("chance", LEFT, TOP + SIDE, LEFT + SIDE, TOP);
        int most = calibration.bins().stream()
                .mapToInt(Calibration.Bin::tiles)
                .max()
                .orElse(1);
        for (Calibration.Bin bin : calibration.bins()) {
            if (bin.tiles() > 0) {
                double x = LEFT + SIDE * bin.low() + 1;
                double width = SIDE * (bin.high() - bin.low()) - 2;
                double accuracy = TOP + SIDE * (1 - bin.accuracy());
                double expected = TOP + SIDE * (1 - bin.confidence());
                svg.rectangle("bar", x, accuracy, width, SIDE * bin.accuracy());
                svg.rectangle("gap", x, Math.min(accuracy, expected), width, Math.abs(accuracy - expected));
                svg.line("step", x, accuracy, x + width, accuracy);
                double height = Math.max(1, BARS * bin.tiles() / Math.max(1, most));
                svg.rectangle("count", x, bottom - height, width, height);
            }
        }
        svg.line("axis", LEFT, bottom, LEFT + SIDE, bottom);
        svg.words("right tick", LEFT - 8, bottom - BARS + 8, Integer.toString(most));
        svg.words("tick", LEFT, TOP + SIDE + 18, "tiles");
        svg.words("tick", LEFT, TOP - 8, "accuracy");
        return svg.words("middle tick", LEFT + SIDE / 2, bottom + 36, "confidence")
                .end();
    }
}
