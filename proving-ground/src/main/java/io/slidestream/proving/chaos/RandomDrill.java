package io.slidestream.proving.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Lets faults of all kinds happen at random, checks what must hold, and looks for the shortest sequence that breaks it. */
public final class RandomDrill {
    /** A trial takes a minute and more. */
    private static final int TRIALS = 12;

    private final Path folder;
    private final RandomDrillSettings settings;
    private final Trial trial;
    private final Consumer<String> out;

    RandomDrill(Path folder, RandomDrillSettings settings, Trial trial, Consumer<String> out) {
        this.folder = folder;
        this.settings = settings;
        this.trial = trial;
        this.out = out;
    }

    /**
     * Drill with services and brokers of its own.
     *
     * @param folder new or empty; maps, logs and histories stay in it
     * @param out told the history as it happens, and the verdict
     */
    public static RandomDrill of(Path folder, Path model, RandomDrillSettings settings, Consumer<String> out) {
        return new RandomDrill(folder, settings, new FieldTrial(model, settings.brokers(), out), out);
    }

    /** Returns whether every guarantee held. */
    public boolean run() throws IOException, InterruptedException {
        List<Step> steps = Sequences.draw(settings.seed(), settings.length(), settings.brokers());
        out.accept("seed " + settings.seed() + ": " + steps.size() + " faults on " + settings.brokers()
                + (settings.brokers() == 1 ? " broker, in " : " brokers, in ") + folder);
        Outcome outcome = trial.run(steps, folder.resolve("first"));
        table(outcome.recoveries());
        if (!outcome.failed()) {
            out.accept("seed " + settings.seed() + " passed: " + steps.size() + " faults, " + outcome.slides()
                    + " slides, every guarantee held");
            return true;
        }
        out.accept("seed " + settings.seed() + " FAILED:");
        outcome.violations().forEach(violation -> out.accept("  " + violation));
        shrink(steps);
        return false;
    }

    private void shrink(List<Step> steps) throws IOException, InterruptedException {
        out.accept("looking for the shortest sequence that fails, with up to " + TRIALS + " trials");
        int[] number = new int[1];
        List<Step> shortest;
        try {
            shortest = Shrinking.shortest(steps, TRIALS, some -> {
                Path place = folder.resolve("trial-" + ++number[0]);
                try {
                    boolean fails = trial.run(some, place).failed();
                    out.accept(place.getFileName() + ": " + some.size() + " faults " + (fails ? "fail, too" : "pass"));
                    return fails;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.accept("shortest that fails, of seed " + settings.seed() + ":");
        shortest.forEach(step -> out.accept("  " + step));
        out.accept("histories and logs are in " + folder);
    }

    private void table(Map<String, List<Double>> recoveries) {
        if (recoveries.isEmpty()) {
            return;
        }
        out.accept("recovery after the end of a fault  times  fastest  mean  slowest (s)");
        new TreeMap<>(recoveries).forEach((fault, seconds) -> {
            DoubleSummaryStatistics all =
                    seconds.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            out.accept(String.format(
                    Locale.ROOT,
                    "  %-31s  %5d  %7.1f  %4.1f  %7.1f",
                    fault,
                    all.getCount(),
                    all.getMin(),
                    all.getAverage(),
                    all.getMax()));
        });
    }
}
