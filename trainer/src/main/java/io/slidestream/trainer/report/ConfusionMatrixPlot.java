package io.slidestream.trainer.report;

import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Proportion;
import java.awt.Color;
import java.util.Locale;
import java.util.OptionalDouble;

/** The confusion matrix as a picture: rows are the true classes, shaded by their share, with the recall at the end. */
public final class ConfusionMatrixPlot {
    private static final int CELL_PX = 62;
    private static final int LEFT_PX = 130;
    private static final int TOP_PX = 122;

    private ConfusionMatrixPlot() {}

    /** @param part what the tiles are: test or validation */
    public static byte[] png(String modelName, String part, ConfusionMatrix matrix) {
        int classes = matrix.classNames().size();
        int side = classes * CELL_PX;
        Plot plot = new Plot(Math.max(560, LEFT_PX + side + 110), TOP_PX + side + 60);
        plot.bold(20);
        plot.left(modelName, 24, 36);
        plot.text(14);
        Proportion accuracy = matrix.accuracy();
        plot.left(
                String.format(
                        Locale.ROOT,
                        "%d of %d %s tiles right: accuracy %.3f (95 %% interval %.3f to %.3f), balanced %.3f",
                        accuracy.count(),
                        accuracy.of(),
                        part,
                        accuracy.value(),
                        accuracy.low(),
                        accuracy.high(),
                        matrix.balancedAccuracy()),
                24,
                60);
        for (int c = 0; c < classes; c++) {
            plot.bold(14);
            plot.centered(matrix.classNames().get(c), LEFT_PX + (c + 0.5) * CELL_PX, TOP_PX - 10);
            plot.right(matrix.classNames().get(c), LEFT_PX - 12, TOP_PX + (c + 0.5) * CELL_PX + 5);
            row(plot, matrix, c);
        }
        plot.text(13);
        plot.left("recall", LEFT_PX + side + 14, TOP_PX - 10);
        plot.left("true class", 24, TOP_PX - 10);
        plot.centered("predicted class", LEFT_PX + side / 2.0, TOP_PX - 34);
        plot.right("precision", LEFT_PX - 12, TOP_PX + side + 26);
        for (int c = 0; c < classes; c++) {
            plot.centered(share(matrix.precision(c)), LEFT_PX + (c + 0.5) * CELL_PX, TOP_PX + side + 26);
        }
        return plot.png();
    }

    private static void row(Plot plot, ConfusionMatrix matrix, int truth) {
        int classes = matrix.classNames().size();
        int total = Math.max(1, matrix.tilesOf(truth));
        for (int predicted = 0; predicted < classes; predicted++) {
            int count = matrix.counts()[truth][predicted];
            double depth = (double) count / total;
            Color full = truth == predicted ? Plot.BLUE : Plot.ORANGE;
            int x = LEFT_PX + predicted * CELL_PX;
            int y = TOP_PX + truth * CELL_PX;
            plot.pen.setColor(mix(full, depth));
            plot.pen.fillRect(x, y, CELL_PX, CELL_PX);
            plot.pen.setColor(Plot.FAINT);
            plot.pen.drawRect(x, y, CELL_PX, CELL_PX);
            if (count > 0) {
                if (truth == predicted) {
                    plot.bold(15);
                } else {
                    plot.text(15);
                }
                plot.pen.setColor(depth > 0.55 ? Color.WHITE : Plot.INK);
                plot.centered(Integer.toString(count), x + CELL_PX / 2.0, y + CELL_PX / 2.0 + 5);
            }
        }
        plot.text(13);
        plot.left(share(matrix.recall(truth)), LEFT_PX + classes * CELL_PX + 14, TOP_PX + (truth + 0.5) * CELL_PX + 5);
    }

    private static String share(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "–";
    }

    private static Color mix(Color full, double depth) {
        return new Color(mix(full.getRed(), depth), mix(full.getGreen(), depth), mix(full.getBlue(), depth));
    }

    private static int mix(int full, double depth) {
        return (int) Math.round(255 + (full - 255) * depth);
    }
}
