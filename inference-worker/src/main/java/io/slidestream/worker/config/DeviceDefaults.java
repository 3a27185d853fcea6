package io.slidestream.worker.config;

import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.EngineChoice;

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

    static int buffers(EngineChoice engine) {
        int ofOthers = 2 * (engine.places().size() - 1);
        return ofOthers
                + switch (engine.device()) {
                    case CPU -> 4;
                    case CUDA -> 6;
                };
    }

    static int consumers(Device device) {
        return switch (device) {
            case CPU -> 3;
            case CUDA -> 8;
        };
    }

    /**
     * What a worker holds, others cannot help with when a slide comes to its end: on a processor less than a second of work. In bytes
     * a block is done before the next one is there, so two are held.
     */
    static int blocksPerPoll(EngineChoice engine) {
        return switch (engine.device()) {
            case CPU ->
                switch (engine.precision()) {
                    case INT8 -> 2;
                    case FP32, FP16 -> 1;
                };
            case CUDA -> 4;
        };
    }
}
