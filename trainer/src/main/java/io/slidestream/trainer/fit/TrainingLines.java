package io.slidestream.trainer.fit;

import io.slidestream.contracts.time.Ticks;
import io.slidestream.trainer.base.Screen;
import java.util.Locale;

/** A training as lines: one that stays for each epoch, and between them one for the batch. */
public final class TrainingLines implements TrainingListener {
    /** Least time between two lines for batches, where lines stay. */
    private static final long PAUSE_NANOS = 30_000_000_000L;

    /** Characters for which a terminal has room. */
    private static final int WIDTH = 79;

    private final Screen screen;
    private final Ticks ticks;
    private String phase = "";
    private long lastNanos;

    /** @param ticks a monotonic clock */
    public TrainingLines(Screen screen, Ticks ticks) {
        this.screen = screen;
        this.ticks = ticks;
        lastNanos = ticks.nanos();
    }

    @Override
    public void batch(BatchRecord batch) {
        begin(batch.phase(), batch.epochs());
        String line = String.format(
                Locale.ROOT,
                "  epoch %d/%d, %2d %% · loss %.3f · accuracy %.3f",
                batch.epoch(),
                batch.epochs(),
                100 * batch.batch() / batch.batches(),
                batch.loss(),
                batch.accuracy());
        String whole = line + pace(batch.imagesPerSecond(), batch.secondsLeft());
        line = whole.length() <= WIDTH ? whole : line + left(batch.secondsLeft());
        if (screen.interactive()) {
            screen.show(line);
        } else if (ticks.nanos() - lastNanos >= PAUSE_NANOS) {
            lastNanos = ticks.nanos();
            screen.print(line);
        }
    }

    @Override
    public void epoch(EpochRecord epoch) {
        begin(epoch.phase(), epoch.epochs());
        lastNanos = ticks.nanos();
        screen.print(String.format(
                Locale.ROOT,
                "  epoch %d/%d · loss %.3f · accuracy %.3f%s%s",
                epoch.epoch(),
                epoch.epochs(),
                epoch.trainingLoss(),
                epoch.trainingAccuracy(),
                epoch.validated()
                        ? String.format(
                                Locale.ROOT,
                                " · validation %.3f, %.3f",
                                epoch.validationLoss(),
                                epoch.validationAccuracy())
                        : "",
                pace(epoch.imagesPerSecond(), epoch.secondsLeft())));
    }

    private void begin(String name, int epochs) {
        if (!name.equals(phase)) {
            phase = name;
            screen.print("Training " + name + ", at most " + epochs + (epochs == 1 ? " epoch" : " epochs"));
        }
    }

    private static String pace(double imagesPerSecond, double secondsLeft) {
        if (!Double.isFinite(imagesPerSecond) || !Double.isFinite(secondsLeft)) {
            return "";
        }
        return String.format(Locale.ROOT, " · %.0f images/s", imagesPerSecond) + left(secondsLeft);
    }

    private static String left(double seconds) {
        return " · " + time(seconds) + " left";
    }

    /** {@code 42 s}, {@code 7 min 5 s}, {@code 2 h 31 min}. */
    public static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 60
                ? s + " s"
                : s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}
