package io.slidestream.proving.bench;

import io.slidestream.networks.engine.Device;
import java.util.List;

/**
 * Settings of the measurement.
 *
 * @param threads each engine computes with
 * @param rounds that count, after one to warm up
 * @param seconds of each measurement, at least
 * @param device that is measured beside the processor, if it is not the processor
 */
public record InferBenchSettings(List<Integer> batches, int threads, int rounds, double seconds, Device device) {
    public InferBenchSettings {
        batches = List.copyOf(batches);
        if (batches.isEmpty()) {
            throw new IllegalArgumentException("--batches must name a number");
        }
        batches.forEach(batch -> inRange("--batches", batch, 1, 1024));
        inRange("--threads", threads, 1, 1024);
        inRange("--rounds", rounds, 1, 1000);
        if (!(seconds > 0 && seconds <= 600)) {
            throw new IllegalArgumentException("--seconds must be above 0 and at most 600, was " + seconds);
        }
    }

    private static void inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be in " + min + ".." + max + ", was " + value);
        }
    }
}
