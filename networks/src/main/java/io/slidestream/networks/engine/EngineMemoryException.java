package io.slidestream.networks.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A batch did not fit into the memory of the device; the engine is as it was, and a smaller batch may fit. */
public final class EngineMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineMemoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether a library's message says that memory was short; none of them has a type for it. */
    public static boolean isMeantBy(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("out of memory")
                || lower.contains("failed to allocate memory")
                || lower.contains("cannot allocate")
                || lower.contains("bad_alloc")
                || lower.contains("allocation failed")
                || lower.contains("alloc_failed")
                || lower.contains("is smaller than requested bytes")
                || lower.contains("physical memory usage is too high");
    }
}
