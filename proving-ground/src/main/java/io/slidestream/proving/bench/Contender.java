package io.slidestream.proving.bench;

import io.slidestream.slides.SlideException;
import java.util.List;

/** One way of getting at pixels. */
interface Contender {
    /** Opens all that a pass needs, which is not timed; the caller closes it. */
    Pass open(Order order, int threads) throws SlideException;

    String name();

    /** One pass over the tiles, on a fresh reader with an empty cache. */
    interface Pass extends AutoCloseable {
        /** Units of work in order; a thread reads each in one go. */
        List<? extends Unit> units();

        @Override
        void close();
    }

    /** A piece of work; each is run once, by one thread. */
    interface Unit {
        /**
         * Reads it all.
         *
         * @param thread 0 and up: which thread runs it
         */
        void read(int thread, Progress progress) throws Exception;
    }

    /** Told of each tile that was read. */
    @FunctionalInterface
    interface Progress {
        void done(double tiles);
    }
}
