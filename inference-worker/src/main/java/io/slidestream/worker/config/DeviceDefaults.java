package io.slidestream.worker.config;

import io.slidestream.networks.engine.Device;

/**
 * Defaults by device, for settings of 0. A GPU takes a batch in the milliseconds that a block is under way from the
 * broker, so more blocks and batches must be in hand: with a processor's an H200 computed half of the time, with these
 * nearly always.
 */
final class DeviceDefaults {
    private DeviceDefaults() {}

    static int readerThreads(Device device) {
        return switch (device) {
            case CPU -> 2;
            case CUDA -> Math.max(2, Runtime.getRuntime().availableProcessors());
        };
    }

    static int buffers(Device device) {
        return switch (device) {
            case CPU -> 3;
            case CUDA -> 6;
        };
    }

    static int consumers(Device device) {
        return switch (device) {
            case CPU -> 3;
            case CUDA -> 8;
        };
    }

    /** What a worker holds, others cannot help with when a slide comes to its end: seconds of work, on a processor. */
    static int blocksPerPoll(Device device) {
        return switch (device) {
            case CPU -> 1;
            case CUDA -> 4;
        };
    }
}
