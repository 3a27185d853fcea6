package io.slidestream.trainer.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Course of a training so far: its phases in order, none before the first batch. Not safe for concurrent use. */
public final class TrainingCourse {
    /** More points a phase are no finer on a screen. */
    private static final int MOST_POINTS = 800;

    private final List<Phase> phases = new ArrayList<>();

    /** Loss and accuracy of a batch; {@code epoch} is where it ended: 0.5 is the middle of the first. */
    public record Point(double epoch, double loss, double accuracy) {}

    /** Figures of one thing that is trained, as the new layer. */
    public static final class Phase {
        private final String name;
        private final int epochs;
        private final List<EpochRecord> records = new ArrayList<>();
        private final List<Point> batches = new ArrayList<>();
        private boolean ended;

        private Phase(String name, int epochs) {
            this.name = name;
            this.epochs = epochs;
        }

        public String name() {
            return name;
        }

        public List<EpochRecord> records() {
            return records;
        }

        public List<Point> batches() {
            return batches;
        }

        /** Number of epochs to show: while the phase lasts, those still possible are among them. */
        public int shownEpochs() {
            return ended && !records.isEmpty() ? records.get(records.size() - 1).epoch() : epochs;
        }
    }

    public List<Phase> phases() {
        return phases;
    }

    public List<EpochRecord> records() {
        return phases.stream().flatMap(phase -> phase.records.stream()).toList();
    }

    /** The epoch of least validation loss in the last phase that was validated. */
    public Optional<EpochRecord> best() {
        for (int i = phases.size() - 1; i >= 0; i--) {
            Optional<EpochRecord> best = phases.get(i).records.stream()
                    .filter(EpochRecord::validated)
                    .min(Comparator.comparingDouble(EpochRecord::validationLoss));
            if (best.isPresent()) {
                return best;
            }
        }
        return Optional.empty();
    }

    public void add(BatchRecord batch) {
        Phase phase = phase(batch.phase(), batch.epochs());
        double at = batch.epoch() - 1 + (double) batch.batch() / batch.batches();
        phase.batches.removeIf(point -> point.epoch() >= at); // a training that goes on from its last checkpoint
        phase.batches.add(new Point(at, batch.loss(), batch.accuracy()));
        if (phase.batches.size() > MOST_POINTS) {
            thinOut(phase.batches);
        }
    }

    public void add(EpochRecord record) {
        Phase phase = phase(record.phase(), record.epochs());
        phase.records.removeIf(earlier -> earlier.epoch() >= record.epoch());
        phase.records.add(record);
    }

    public void end() {
        phases.forEach(phase -> phase.ended = true);
    }

    private Phase phase(String name, int epochs) {
        for (int i = 0; i < phases.size(); i++) {
            if (phases.get(i).name.equals(name)) {
                phases.subList(i + 1, phases.size()).clear();
                phases.get(i).ended = false;
                return phases.get(i);
            }
        }
        end();
        phases.add(new Phase(name, epochs));
        return phases.get(phases.size() - 1);
    }

    /** Every two become one: their mean. */
    private static void thinOut(List<Point> points) {
        List<Point> fewer = new ArrayList<>();
        for (int i = 0; i + 1 < points.size(); i += 2) {
            Point a = points.get(i);
            Point b = points.get(i + 1);
            fewer.add(new Point(b.epoch(), (a.loss() + b.loss()) / 2, (a.accuracy() + b.accuracy()) / 2));
        }
        points.clear();
        points.addAll(fewer);
    }
}
