package io.slidestream.trainer.report;

import io.slidestream.contracts.html.Html;
import io.slidestream.trainer.measure.RocCurve;

/** One class's ROC curve. */
final class RocSvg {
    private static final double SIDE = 136;
    private static final double LEFT = 30;
    private static final double TOP = 30;

    private RocSvg() {}

    static Html of(String className, RocCurve curve) {
        Svg svg = new Svg(LEFT + SIDE + 10, TOP + SIDE + 24, "ROC curve of " + className);
        svg.words("title", LEFT, 16, className);
        svg.words("right figure", LEFT + SIDE, 16, "AUC " + PageParts.decimals(curve.area(), 3));
        for (int i = 0; i <= 2; i++) {
            double at = SIDE * i / 2;
            svg.line("grid", LEFT, TOP + at, LEFT + SIDE, TOP + at);
            svg.line("grid", LEFT + at, TOP, LEFT + at, TOP + SIDE);
            String label = i == 1 ? "0.5" : Integer.toString(i / 2);
            svg.words("right tick", LEFT - 6, TOP + SIDE - at + 4, label);
            svg.words("middle tick", LEFT + at, TOP + SIDE + 16, label);
        }
        svg.path("chance", LEFT, TOP + SIDE, LEFT + SIDE, TOP);
        double[] places = new double[2 * curve.points().size()];
        for (int i = 0; i < curve.points().size(); i++) {
            places[2 * i] = LEFT + SIDE * curve.points().get(i).falsePositives();
            places[2 * i + 1] = TOP + SIDE * (1 - curve.points().get(i).truePositives());
        }
        svg.path("curve", places);
        return svg.words("right tick", LEFT + SIDE - 6, TOP + SIDE - 8, curve.positives() + " tiles")
                .end();
    }
}
