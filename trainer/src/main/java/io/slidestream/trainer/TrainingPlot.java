package io.slidestream.trainer;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Loss and accuracy over the epochs, on the training and the validation tiles. */
final class TrainingPlot {
    private static final int WIDTH_PX = 1080;
    private static final int HEIGHT_PX = 460;
    private static final int PANEL_WIDTH_PX = 440;
    private static final int PANEL_HEIGHT_PX = 290;
    private static final int TOP_PX = 110;

    private final HeadTrainer.Run run;
    private final Plot plot = new Plot(WIDTH_PX, HEIGHT_PX);

    private TrainingPlot(HeadTrainer.Run run) {
        this.run = run;
    }

    static byte[] png(String modelName, HeadTrainer.Run run) {
        return new TrainingPlot(run).draw(modelName);
    }

    private byte[] draw(String modelName) {
        plot.text(20, true);
        plot.left(modelName, 24, 36);
        plot.text(14, false);
        plot.left(
                String.format(
                        Locale.ROOT,
                        "training of the new layer, L2 %s; epoch %d of %d was kept (dashed)",
                        run.l2(),
                        run.bestEpoch() + 1,
                        run.epochs().size()),
                24,
                60);
        plot.pen.setColor(Plot.BLUE);
        plot.left("training", 820, 60);
        plot.pen.setColor(Plot.ORANGE);
        plot.left("validation", 900, 60);
        double largest = run.epochs().stream()
                .mapToDouble(e -> Math.max(e.trainingLoss(), e.validationLoss()))
                .max()
                .orElse(1);
        panel(70, "loss", largest, HeadTrainer.Epoch::trainingLoss, HeadTrainer.Epoch::validationLoss);
        panel(600, "accuracy", 1, HeadTrainer.Epoch::trainingAccuracy, HeadTrainer.Epoch::validationAccuracy);
        return plot.png();
    }

    private void panel(
            int x,
            String title,
            double top,
            ToDoubleFunction<HeadTrainer.Epoch> training,
            ToDoubleFunction<HeadTrainer.Epoch> validation) {
        plot.text(14, true);
        plot.left(title, x, TOP_PX - 14);
        for (int i = 0; i <= 4; i++) {
            double y = TOP_PX + PANEL_HEIGHT_PX * (1 - i / 4.0);
            plot.pen.setColor(Plot.FAINT);
            plot.pen.draw(new Line2D.Double(x, y, x + PANEL_WIDTH_PX, y));
            plot.text(12, false);
            plot.right(String.format(Locale.ROOT, "%.2f", top * i / 4), x - 8, y + 4);
        }
        int epochs = run.epochs().size();
        plot.left("1", x, TOP_PX + PANEL_HEIGHT_PX + 20);
        plot.right(Integer.toString(epochs), x + PANEL_WIDTH_PX, TOP_PX + PANEL_HEIGHT_PX + 20);
        plot.centered("epoch", x + PANEL_WIDTH_PX / 2.0, TOP_PX + PANEL_HEIGHT_PX + 20);
        double best = x + place(run.bestEpoch());
        plot.pen.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {5, 4}, 0));
        plot.pen.draw(new Line2D.Double(best, TOP_PX, best, TOP_PX + PANEL_HEIGHT_PX));
        line(x, top, training, Plot.BLUE);
        line(x, top, validation, Plot.ORANGE);
        plot.pen.setStroke(new BasicStroke(1));
    }

    private void line(int x, double top, ToDoubleFunction<HeadTrainer.Epoch> figure, Color colour) {
        List<HeadTrainer.Epoch> epochs = run.epochs();
        Path2D path = new Path2D.Double();
        for (int i = 0; i < epochs.size(); i++) {
            double y = TOP_PX + PANEL_HEIGHT_PX * (1 - figure.applyAsDouble(epochs.get(i)) / top);
            if (i == 0) {
                path.moveTo(x + place(i), y);
            } else {
                path.lineTo(x + place(i), y);
            }
        }
        plot.pen.setColor(colour);
        plot.pen.setStroke(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        plot.pen.draw(path);
    }

    private double place(int epoch) {
        return run.epochs().size() == 1
                ? 0
                : (double) PANEL_WIDTH_PX * epoch / (run.epochs().size() - 1);
    }
}
