package io.slidestream.proving.bench;

import com.sun.management.OperatingSystemMXBean;
import io.slidestream.networks.engine.InferenceEngine;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.Random;

/** An engine that computes the same full batch again and again, with nothing around it: what no pipeline can exceed. */
public final class BareLoop {
    private final InferenceEngine engine;
    private final FloatBuffer patches;

    /** @param engine the caller's; keeps its batch size as long as the loop is used */
    public BareLoop(InferenceEngine engine) {
        this.engine = engine;
        int floats = engine.batchSize() * engine.layout().floatsPerPatch();
        patches = engine.room(engine.batchSize());
        Random random = new Random(1);
        for (int i = 0; i < floats; i++) {
            patches.put(i, (float) random.nextGaussian());
        }
    }

    /**
     * What was measured.
     *
     * @param processorMs of all threads of this program together, an image: other programs make the clock longer, and this hardly
     */
    public record Pace(double imagesPerSecond, double processorMs) {}

    /** Images a second over at least so many seconds, two calls at least, after one that does not count. */
    public double imagesPerSecond(double seconds) {
        return pace(seconds).imagesPerSecond();
    }

    /** The same, and what it cost. */
    public Pace pace(double seconds) {
        int batch = engine.batchSize();
        engine.logits(patches, batch);
        long processor = processorNanos();
        long start = System.nanoTime();
        int calls = 0;
        double spent = 0;
        while (calls < 2 || spent < seconds) {
            engine.logits(patches, batch);
            calls++;
            spent = (System.nanoTime() - start) / 1e9;
        }
        double images = (double) calls * batch;
        return new Pace(images / spent, (processorNanos() - processor) / 1e6 / images);
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
