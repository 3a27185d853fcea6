package io.slidestream.worker.blocks;

import java.util.function.Supplier;

/** Calls of a share consumer, which may fail, and may not return. */
interface ConsumerCalls {
    /** Calls that nobody watches. */
    ConsumerCalls UNWATCHED = new ConsumerCalls() {
        @Override
        public <T> T call(Supplier<T> what) {
            return what.get();
        }
    };

    /** Makes the call on this thread. */
    <T> T call(Supplier<T> what);

    /** A failure of Kafka's client, whatever it throws: another consumer may fare better. */
    final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(RuntimeException cause) {
            super(cause);
        }
    }
}
