package io.slidestream.trainer.report;

import io.slidestream.contracts.time.Ticks;
import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.fit.BatchRecord;
import io.slidestream.trainer.fit.EpochRecord;
import io.slidestream.trainer.fit.TrainingCourse;
import io.slidestream.trainer.fit.TrainingJson;
import io.slidestream.trainer.fit.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A training as files to look at while it runs: {@code training.html}, which a browser reloads by itself, {@code
 * training.png} and {@code training.json}, which also tells a training that goes on what was before. A disk that refuses
 * does not end a training: it is said once.
 */
public final class TrainingView implements TrainingListener {
    static final String PAGE = "training.html";
    static final String PICTURE = "training.png";
    static final String RECORDS = "training.json";

    private static final long PAGE_PAUSE_NANOS = 2_000_000_000L;
    private static final long PICTURE_PAUSE_NANOS = 20_000_000_000L;

    /** How many times as long as it took to write the files they are left as they are. */
    private static final int REST = 10;

    private final Path folder;
    private final String name;
    private final Screen screen;
    private final Ticks ticks;
    private final TrainingCourse course = new TrainingCourse();
    private final EventLog events = new EventLog(Clock.systemUTC());
    private long lastPageNanos;
    private long nextEpochNanos;
    private long lastPictureNanos;
    private boolean refused;

    private TrainingView(Path folder, String name, Screen screen, Ticks ticks) {
        this.folder = folder;
        this.name = name;
        this.screen = screen;
        this.ticks = ticks;
        lastPageNanos = ticks.nanos() - PAGE_PAUSE_NANOS;
        nextEpochNanos = ticks.nanos();
        lastPictureNanos = ticks.nanos() - PICTURE_PAUSE_NANOS;
    }

    /**
     * Begins the view of a new training.
     *
     * @param folder of the files; is made if needed
     * @param name of the model
     * @param ticks a monotonic clock
     */
    public static TrainingView begun(Path folder, String name, Screen screen, Ticks ticks) {
        TrainingView view = new TrainingView(folder, name, screen, ticks);
        view.write(PAGE, TrainingPage.of(name, view.course, null, TrainingPage.State.RUNNING));
        if (!view.refused) {
            screen.print("Watch it: " + folder.resolve(PAGE) + " (or " + PICTURE + " there)");
        }
        return view;
    }

    /**
     * Begins the view of a resumed training: earlier records stay until the same epochs come again.
     *
     * @param kept records of the epochs that it goes on from; a view is not written after each, and may lack the last of them
     */
    public static TrainingView resumed(Path folder, String name, List<EpochRecord> kept, Screen screen, Ticks ticks) {
        TrainingView view = begun(folder, name, screen, ticks);
        TrainingJson.read(folder.resolve(RECORDS)).forEach(view.course::add);
        kept.forEach(view.course::add);
        return view;
    }

    @Override
    public void batch(BatchRecord batch) {
        course.add(batch);
        long now = ticks.nanos();
        if (now - lastPageNanos >= PAGE_PAUSE_NANOS) {
            lastPageNanos = now;
            write(PAGE, TrainingPage.of(name, course, batch, TrainingPage.State.RUNNING));
        }
        if (now - lastPictureNanos >= PICTURE_PAUSE_NANOS) {
            drawn(batch.phase() + ", epoch " + batch.epoch() + " of " + batch.epochs());
        }
    }

    @Override
    public void epoch(EpochRecord epoch) {
        course.add(epoch);
        append(events.ended(epoch, course.records().size()));
        // Epochs of the new layer alone may take a millisecond, and a picture fifty; a file of a thousand epochs takes
        // two.
        long now = ticks.nanos();
        if (epoch.epoch() == epoch.epochs() || now - nextEpochNanos >= 0) {
            write(RECORDS, TrainingJson.of(name, course.records()));
            write(TrainingCsv.FILE, TrainingCsv.of(course.records()));
            write(PAGE, TrainingPage.of(name, course, null, TrainingPage.State.RUNNING));
            drawn(state());
            long written = ticks.nanos();
            nextEpochNanos = written + Math.max(PAGE_PAUSE_NANOS, REST * (written - now));
        }
    }

    /** The last word: nothing is expected any more. */
    public void ended() {
        course.end();
        write(PAGE, TrainingPage.of(name, course, null, TrainingPage.State.DONE));
        write(PICTURE, png());
    }

    /** The chart as the bundle keeps it. */
    public byte[] png() {
        return TrainingChart.png(name, state(), course);
    }

    public List<EpochRecord> records() {
        return course.records();
    }

    /** What stays of the view in the bundle: the page, the log as a table, and as TensorBoard reads it. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(PAGE, TrainingPage.of(name, course, null, TrainingPage.State.DONE));
        files.put(TrainingCsv.FILE, TrainingCsv.of(course.records()));
        files.put(events.fileName(), events.bytes(course.records()));
        return files;
    }

    private void drawn(String state) {
        lastPictureNanos = ticks.nanos();
        write(PICTURE, TrainingChart.png(name, state, course));
    }

    private String state() {
        Optional<EpochRecord> best = course.best();
        List<EpochRecord> all = course.records();
        if (all.isEmpty()) {
            return "no epoch is done yet";
        }
        EpochRecord last = all.get(all.size() - 1);
        String done = last.phase() + ", epoch " + last.epoch() + " of at most " + last.epochs();
        return best.map(epoch -> String.format(
                        Locale.ROOT,
                        "%s; least validation loss %.3f, accuracy %.3f, in epoch %d of %s",
                        done,
                        epoch.validationLoss(),
                        epoch.validationAccuracy(),
                        epoch.epoch(),
                        epoch.phase()))
                .orElse(done);
    }

    /** In place, since TensorBoard goes on reading where it was. */
    private void append(byte[] bytes) {
        Path file = folder.resolve(events.fileName());
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                Files.write(file, events.head());
            }
            Files.write(file, bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            refused(file, e);
        }
    }

    private void write(String file, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve("." + file);
            Files.write(unfinished, bytes);
            Files.move(
                    unfinished,
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            refused(folder.resolve(file), e);
        }
    }

    private void refused(Path file, IOException cause) {
        if (!refused) {
            refused = true;
            screen.print("cannot write " + file + " (" + cause.getMessage() + "); the training goes on");
        }
    }
}
