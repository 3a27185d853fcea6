package io.slidestream.trainer.report;

import io.slidestream.contracts.html.Html;
import io.slidestream.trainer.measure.ConfusionMatrix;

/** The confusion matrix for a page: rows are the true classes, shaded by their share. */
final class ConfusionSvg {
    private static final double CELL = 54;
    private static final double TOP = 58;

    private ConfusionSvg() {}

    static Html of(ConfusionMatrix matrix) {
        int classes = matrix.classNames().size();
        int longest =
                matrix.classNames().stream().mapToInt(String::length).max().orElse(1);
        double left = Math.min(260, 24 + 9.5 * longest);
        double side = classes * CELL;
        Svg svg = new Svg(left + side + 92, TOP + side + 40, "Confusion matrix");
        svg.words("middle tick", left + side / 2, 16, "predicted class");
        svg.words("tick", left + side + 16, TOP - 12, "recall");
        svg.words("right tick", left - 12, TOP + side + 26, "precision");
        for (int c = 0; c < classes; c++) {
            double middle = (c + 0.5) * CELL;
            svg.words(
                    "middle label",
                    left + middle,
                    TOP - 12,
                    shortened(matrix.classNames().get(c)));
            svg.words(
                    "right label",
                    left - 12,
                    TOP + middle + 5,
                    matrix.classNames().get(c));
            svg.words("figure", left + side + 16, TOP + middle + 5, share(matrix.recall(c)));
            svg.words("middle figure", left + middle, TOP + side + 26, share(matrix.precision(c)));
            row(svg, matrix, c, left);
        }
        return svg.end();
    }

    private static void row(Svg svg, ConfusionMatrix matrix, int truth, double left) {
        int total = Math.max(1, matrix.tilesOf(truth));
        for (int predicted = 0; predicted < matrix.classNames().size(); predicted++) {
            int count = matrix.counts()[truth][predicted];
            double depth = (double) count / total;
            double x = left + predicted * CELL;
            double y = TOP + truth * CELL;
            svg.shade(truth == predicted ? "right-cell" : "wrong-cell", depth, x + 1, y + 1, CELL - 2);
            if (count > 0) {
                String style = depth > 0.55 ? "middle on-dark" : "middle on-light";
                svg.words(style, x + CELL / 2, y + CELL / 2 + 5, Integer.toString(count));
            }
        }
    }

    private static String shortened(String name) {
        return name.length() <= 6 ? name : name.substring(0, 5) + "…";
    }

    private static String share(java.util.OptionalDouble value) {
        return value.isPresent() ? PageParts.decimals(value.getAsDouble(), 2) : "–";
    }
}
