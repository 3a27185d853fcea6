package io.slidestream.networks.engine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Work of other threads in the caller's memory, which must not be touched before they are done. */
public final class Unfinished {
    private Unfinished() {}

    /**
     * Waits to the end, also when the caller is interrupted, who finds the interrupt afterwards.
     *
     * @param declared what the work may throw besides unchecked exceptions
     * @throws E what the work threw
     */
    public static <T, E extends Exception> T await(Future<T> work, Class<E> declared) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause();
                    if (declared.isInstance(cause)) {
                        throw declared.cast(cause);
                    }
                    if (cause instanceof RuntimeException unchecked) {
                        throw unchecked;
                    }
                    if (cause instanceof Error error) {
                        throw error;
                    }
                    throw new IllegalStateException(cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
