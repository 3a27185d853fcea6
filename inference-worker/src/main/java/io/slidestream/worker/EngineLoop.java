package io.slidestream.worker;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.networks.InferenceEngine;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls the engine, and closes it in the end. An engine that throws fails the blocks of that batch, which come back by
 * redelivery; one that throws three times in a row is given up, before it uses up the deliveries of a whole slide.
 */
final class EngineLoop implements Runnable {
    static final int FAILURES_TO_GIVE_UP = 3;
    private static final Logger log = LoggerFactory.getLogger(EngineLoop.class);

    private final InferenceEngine engine;
    private final BatchCollector collector;
    private final WorkerMetrics metrics;
    private final Consumer<Throwable> onGivenUp;
    private int failuresInARow;
    private boolean answered;

    /** @param onGivenUp called at most once, on the engine thread, which then ends */
    EngineLoop(InferenceEngine engine, BatchCollector collector, WorkerMetrics metrics, Consumer<Throwable> onGivenUp) {
        this.engine = engine;
        this.collector = collector;
        this.metrics = metrics;
        this.onGivenUp = onGivenUp;
    }

    @Override
    public void run() {
        try {
            Optional<PatchBatch> batch = collector.take();
            while (batch.isPresent()) {
                Optional<Throwable> failure = classify(batch.get().slots(), batch.get());
                if (failure.isPresent() && isGivenUp(failure.get())) {
                    onGivenUp.accept(failure.get());
                    return;
                }
                collector.recycle(batch.get());
                batch = collector.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engine.close();
        }
    }

    private boolean isGivenUp(Throwable failure) {
        return failuresInARow >= FAILURES_TO_GIVE_UP || failure instanceof VirtualMachineError;
    }

    /** Settles every tile of the batch; returns what the engine threw. */
    private Optional<Throwable> classify(List<PatchSlot> slots, PatchBatch batch) {
        if (slots.stream().allMatch(slot -> slot.work().isOver())) {
            return Optional.empty();
        }
        try {
            long start = System.nanoTime();
            float[] logits = engine.logits(batch.patches(), slots.size());
            long nanos = System.nanoTime() - start;
            if (logits.length != slots.size() * engine.classCount()) {
                throw new IllegalStateException("the engine answered " + logits.length + " logits for " + slots.size()
                        + " patches of " + engine.classCount() + " classes");
            }
            metrics.batchClassified(slots.size(), nanos);
            if (!answered) {
                answered = true;
                log.info("The first batch, of {} patches, took {} ms", slots.size(), nanos / 1_000_000);
            }
            slots.forEach(slot -> settle(slot, logits, nanos / slots.size()));
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

    private void settle(PatchSlot slot, float[] logits, long nanos) {
        if (slot.work().isOver()) {
            return;
        }
        List<Float> probabilities;
        try {
            probabilities = Softmax.of(logits, slot.index() * engine.classCount(), engine.classCount());
        } catch (ArithmeticException e) {
            slot.work().rejected(slot.tile(), RejectionReason.FAILED, String.valueOf(e.getMessage()));
            return;
        }
        slot.work().scored(slot.tile(), probabilities, nanos);
    }
}
