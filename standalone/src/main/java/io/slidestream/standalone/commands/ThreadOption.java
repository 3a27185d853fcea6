package io.slidestream.standalone.commands;

import io.slidestream.standalone.terminal.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many threads a network computes with. */
final class ThreadOption {
    private static final int MOST = 1024;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one per processor.")
    private @Nullable Integer threads;

    /** @throws UsageException if it is no number of threads */
    int cores() {
        int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (cores < 1 || cores > MOST) {
            throw new UsageException("--threads must be in 1.." + MOST + ", was " + cores);
        }
        return cores;
    }
}
