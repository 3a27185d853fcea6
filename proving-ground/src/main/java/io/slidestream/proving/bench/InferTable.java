package io.slidestream.proving.bench;

import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Precision;
import java.util.Locale;
import java.util.Optional;

/** The figures for people. */
public final class InferTable {
    private static final EngineChoice ONNX = new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32);

    private final InferFigures figures;
    private final StringBuilder text = new StringBuilder();

    private InferTable(InferFigures figures) {
        this.figures = figures;
    }

    public static String of(InferFigures figures) {
        return new InferTable(figures).text();
    }

    private String text() {
        line("%s, %d %s", figures.model(), figures.threads(), figures.threads() == 1 ? "thread" : "threads");
        line(
                "medians of %d rounds in which all take turns, after a round to warm up. bare: the engine computing one"
                        + " batch in a loop; fed: by a worker's%npipeline from tiles in memory, transform, batching and"
                        + " softmax included%n",
                figures.series().stream()
                        .mapToInt(one -> one.bare().size())
                        .max()
                        .orElse(0));
        heading("images/s");
        for (EngineChoice engine : figures.engines()) {
            row(engine + ", bare", batch -> figures.of(engine, batch).map(one -> rate(Medians.of(one.bare()))));
            row(
                    engine + ", processor ms an image",
                    batch -> figures.of(engine, batch).map(one -> ratio(Medians.of(one.processor()))));
            row(engine + ", fed", batch -> figures.of(engine, batch).map(one -> rate(Medians.of(one.fed()))));
        }
        text.append(String.format("%n"));
        heading("ratios");
        for (EngineChoice engine : figures.engines()) {
            row(engine + ", fed / bare", batch -> figures.of(engine, batch).map(one -> ratio(one.fedShare())));
        }
        for (EngineChoice engine : figures.engines()) {
            if (!engine.equals(ONNX) && figures.engines().contains(ONNX)) {
                row(
                        engine + " / " + ONNX,
                        batch -> figures.ratio(engine, ONNX, batch).map(InferTable::ratio));
            }
        }
        for (EngineChoice engine : figures.engines()) {
            if (figures.batches().stream()
                    .anyMatch(batch -> figures.gainOfBytes(engine, batch).isPresent())) {
                row(
                        engine + " / its own fp32, by processor",
                        batch -> figures.gainOfBytes(engine, batch).map(InferTable::ratio));
            }
        }
        return text.toString();
    }

    private interface Cell {
        Optional<String> at(int batch);
    }

    private void heading(String title) {
        text.append(String.format("%-40s", title));
        figures.batches().forEach(batch -> text.append(String.format("%12s", "batch " + batch)));
        text.append(String.format("%n"));
    }

    private void row(String title, Cell cell) {
        text.append(String.format("  %-38s", title));
        figures.batches()
                .forEach(batch ->
                        text.append(String.format("%12s", cell.at(batch).orElse("–"))));
        text.append(String.format("%n"));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(String.format("%n"));
    }

    private static String rate(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
