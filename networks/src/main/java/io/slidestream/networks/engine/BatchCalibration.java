package io.slidestream.networks.engine;

import io.slidestream.contracts.time.Ticks;
import java.nio.FloatBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the batch size of an engine: doubles it while that makes images a twentieth cheaper, within a given time. On a
 * machine too slow to try a second size the first stays. Where larger batches are known to gain little, twice the first is
 * taken untried.
 */
public final class BatchCalibration {
    private static final int FIRST_ON_CPU = 16;
    /** A card gains from every doubling below this one. */
    private static final int FIRST_ON_GPU = 32;

    /** A larger batch wants more memory and waits longer to be full, so it must be worth it. */
    static final double LEAST_GAIN = 1.05;

    private static final int LARGEST_ON_CPU = 64;
    /** A twentieth below what 256 gives on an H200, with half the memory; so near a gain that pays, noise would decide. */
    private static final int LARGEST_ON_GPU = 128;

    /**
     * Calls that a rate is taken from where each takes milliseconds, as on a GPU: a single delayed one must not end the
     * search.
     */
    private static final int SHORT_CALLS = 8;

    private static final Duration BUDGET = Duration.ofSeconds(3);
    private static final Logger log = LoggerFactory.getLogger(BatchCalibration.class);

    private final InferenceEngine engine;
    private final int largest;
    private final Ticks ticks;

    BatchCalibration(InferenceEngine engine, int largest, Ticks ticks) {
        this.engine = engine;
        this.largest = largest;
        this.ticks = ticks;
    }

    /** The size that a search begins with. */
    public static int first(Device device) {
        return device == Device.CPU ? FIRST_ON_CPU : FIRST_ON_GPU;
    }

    /**
     * Doubles the engine's size, without a search, unless a batch already takes so long that one of twice the size would not be done
     * within half of a search's time. The engine is warm.
     */
    public static void settle(InferenceEngine engine) {
        int first = engine.batchSize();
        long took = new BatchCalibration(engine, LARGEST_ON_CPU, Ticks.SYSTEM).settle(BUDGET.dividedBy(2));
        log.info("Batch size {}; one of {} patches took {} ms", engine.batchSize(), first, took / 1_000_000);
    }

    /** Leaves the engine at the size found. */
    public static void run(InferenceEngine engine, Device device) {
        int largest = device == Device.CPU ? LARGEST_ON_CPU : LARGEST_ON_GPU;
        long start = System.nanoTime();
        String tried = new BatchCalibration(engine, largest, Ticks.SYSTEM).find(BUDGET);
        log.info(
                "Batch size {}, found in {} ms; images/s by batch size: {}",
                engine.batchSize(),
                (System.nanoTime() - start) / 1_000_000,
                tried);
    }

    /** Returns the nanoseconds that a batch of the size before took. */
    long settle(Duration longest) {
        int size = engine.batchSize();
        long took = call(engine.room(size), size);
        if (2 * took <= longest.toNanos()) {
            boolean unused = engine.resize(2 * size); // false: a network of one size
        }
        return took;
    }

    /** Finds the size and leaves the engine at it; returns the measurements for people. */
    String find(Duration budget) {
        long end = ticks.nanos() + budget.toNanos();
        int best = engine.batchSize();
        double bestRate = firstRate(best, budget);
        best = engine.batchSize();
        StringBuilder tried = new StringBuilder().append(best).append(": ").append(Math.round(bestRate));
        for (int size = 2 * best; size <= largest; size *= 2) {
            double secondsOfTwo = 2 * size / bestRate;
            if (ticks.nanos() + secondsOfTwo * 1e9 > end || !engine.resize(size)) {
                break;
            }
            double rate;
            try {
                rate = rate(size, budget);
            } catch (EngineMemoryException e) {
                tried.append(", ").append(size).append(": out of memory");
                break;
            }
            tried.append(", ").append(size).append(": ").append(Math.round(rate));
            if (rate < LEAST_GAIN * bestRate) {
                break;
            }
            best = size;
            bestRate = rate;
        }
        if (engine.batchSize() != best) {
            engine.resize(best);
        }
        return tried.toString();
    }

    /** Halves the first size until it finds memory. */
    private double firstRate(int size, Duration budget) {
        try {
            return rate(size, budget);
        } catch (EngineMemoryException e) {
            if (size == 1 || !engine.resize(size / 2)) {
                throw e;
            }
            log.warn("{}; the search for a batch size begins at {}", e.getMessage(), size / 2);
            return firstRate(size / 2, budget);
        }
    }

    /**
     * Images per second, by the fastest call after the first, which makes kernels and buffers of that size; by the
     * first call where it takes long.
     */
    private double rate(int size, Duration budget) {
        FloatBuffer patches = engine.room(size);
        long fastest = call(patches, size);
        if (fastest < budget.toNanos() / 3) {
            fastest = call(patches, size);
            long spent = fastest;
            for (int calls = 1; calls < SHORT_CALLS && spent < budget.toNanos() / 20; calls++) {
                long nanos = call(patches, size);
                spent += nanos;
                fastest = Math.min(fastest, nanos);
            }
        }
        return size * 1e9 / Math.max(1, fastest);
    }

    private long call(FloatBuffer patches, int size) {
        long start = ticks.nanos();
        engine.logits(patches, size);
        return ticks.nanos() - start;
    }
}
