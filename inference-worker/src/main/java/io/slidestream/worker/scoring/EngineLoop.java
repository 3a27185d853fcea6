package io.slidestream.worker.scoring;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileScore;
import io.slidestream.networks.engine.BatchScores;
import io.slidestream.networks.engine.EngineMemoryException;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls the engine, and closes it in the end. An engine that throws fails the blocks of that batch, which come back by
 * redelivery; one that throws three times in a row is given up, before it uses up the deliveries of a whole slide.
 */
public final class EngineLoop implements Runnable {
    public static final int FAILURES_TO_GIVE_UP = 3;
    private static final Logger log = LoggerFactory.getLogger(EngineLoop.class);

    private final InferenceEngine engine;
    private final BatchCollector collector;
    private final WorkerMetrics metrics;
    private final Runnable onResized;
    private final Consumer<Throwable> onGivenUp;
    private int failuresInARow;
    private boolean answered;

    /**
     * @param onResized called on the engine thread when the engine takes another batch size
     * @param onGivenUp called at most once, on the engine thread, which then ends
     */
    EngineLoop(
            InferenceEngine engine,
            BatchCollector collector,
            WorkerMetrics metrics,
            Runnable onResized,
            Consumer<Throwable> onGivenUp) {
        this.engine = engine;
        this.collector = collector;
        this.metrics = metrics;
        this.onResized = onResized;
        this.onGivenUp = onGivenUp;
    }

    @Override
    public void run() {
        try {
            Deque<PatchBatch> inHand = new ArrayDeque<>();
            collector.take().ifPresent(inHand::add);
            while (!inHand.isEmpty()) {
                PatchBatch batch = inHand.element();
                metrics.batchWaited(collector.ageNanos(batch));
                beginOthers(inHand);
                Optional<Throwable> failure = classify(batch);
                if (failure.isPresent() && isGivenUp(failure.get())) {
                    onGivenUp.accept(failure.get());
                    return;
                }
                collector.recycle(inHand.remove());
                if (inHand.isEmpty()) {
                    collector.take().ifPresent(inHand::add);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engine.close();
        }
    }

    /** Begins with those that are ready, and with the first where there are others. */
    private void beginOthers(Deque<PatchBatch> inHand) {
        while (inHand.size() < engine.atOnce()) {
            Optional<PatchBatch> next = collector.ready();
            if (next.isEmpty()) {
                return;
            }
            begin(inHand.element());
            begin(next.get());
            inHand.add(next.get());
        }
    }

    private void begin(PatchBatch batch) {
        if (!batch.isInEngine() && batch.slots().size() <= engine.batchSize()) {
            batch.givenToEngine();
            try {
                engine.begin(batch.patches());
            } catch (RuntimeException | OutOfMemoryError e) {
                log.debug("The engine cannot begin with a batch, and will be asked for its scores all the same", e);
            }
        }
    }

    private boolean isGivenUp(Throwable failure) {
        return failuresInARow >= FAILURES_TO_GIVE_UP || failure instanceof VirtualMachineError;
    }

    /** Settles every tile of the batch; returns what the engine threw. */
    private Optional<Throwable> classify(PatchBatch batch) {
        List<PatchSlot> slots = batch.slots();
        if (!batch.isInEngine() && slots.stream().allMatch(slot -> slot.work().isOver())) {
            return Optional.empty();
        }
        try {
            long start = System.nanoTime();
            BatchScores scores = scores(batch.patches(), slots.size());
            long nanos = System.nanoTime() - start;
            check(scores, slots.size());
            metrics.batchClassified(slots.size(), nanos);
            if (!answered) {
                answered = true;
                log.info("The first batch, of {} patches, took {} ms", slots.size(), nanos / 1_000_000);
            }
            slots.forEach(slot -> settle(slot, scores, nanos / slots.size()));
            failuresInARow = 0;
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            failuresInARow++;
            metrics.engineFailed();
            log.warn("The engine failed, {} in a row", failuresInARow, e);
            slots.forEach(slot -> slot.work().failed(e));
            return Optional.of(e);
        }
    }

    private void check(BatchScores scores, int patches) {
        int distances = scores.distances().length;
        if (scores.logits().length != patches * engine.classCount() || distances != 0 && distances != patches) {
            throw new IllegalStateException("the engine answered " + scores.logits().length + " logits and " + distances
                    + " distances for " + patches + " patches of " + engine.classCount() + " classes");
        }
    }

    /**
     * Computes the logits in as many calls of the engine as needed, and halves the batch when memory does not suffice.
     */
    private BatchScores scores(FloatBuffer patches, int count) {
        while (true) {
            try {
                return inParts(patches, count);
            } catch (EngineMemoryException e) {
                int half = engine.batchSize() / 2;
                if (half == 0 || !engine.resize(half)) {
                    throw e;
                }
                log.warn("{}; batches hold {} from now on", e.getMessage(), half);
                collector.shrink(half);
                metrics.batchHalved(half);
                onResized.run();
            }
        }
    }

    private BatchScores inParts(FloatBuffer patches, int count) {
        int size = engine.batchSize();
        if (count <= size) {
            return engine.scores(patches, count);
        }
        int floats = engine.layout().floatsPerPatch();
        int places = patches.capacity() / floats;
        int classes = engine.classCount();
        float[] all = new float[count * classes];
        float[] distances = new float[0];
        for (int first = 0; first < count; first += size) {
            int begin = Math.min(first, places - size); // a call sees a whole batch, so the last may begin earlier
            int end = Math.min(first + size, count);
            BatchScores part = engine.scores(patches.slice(begin * floats, size * floats), end - begin);
            System.arraycopy(part.logits(), (first - begin) * classes, all, first * classes, (end - first) * classes);
            if (part.distances().length > 0) {
                distances = distances.length > 0 ? distances : new float[count];
                System.arraycopy(part.distances(), first - begin, distances, first, end - first);
            }
        }
        return new BatchScores(all, distances);
    }

    private void settle(PatchSlot slot, BatchScores scores, long nanos) {
        if (slot.work().isOver()) {
            return;
        }
        List<Float> probabilities;
        try {
            probabilities = Softmax.of(scores.logits(), slot.index() * engine.classCount(), engine.classCount());
        } catch (ArithmeticException e) {
            slot.work().rejected(slot.tile(), RejectionReason.FAILED, String.valueOf(e.getMessage()));
            return;
        }
        float distance = scores.distances().length > 0 ? scores.distances()[slot.index()] : Float.NaN;
        slot.work().scored(slot.tile(), new TileScore.Scored(probabilities, distance), nanos);
    }
}
