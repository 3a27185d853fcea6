package io.slidestream.servicekit.health;

/** A part of a service that works from start() to close(). A dead part is a failing check that carries its cause. */
public interface Component extends AutoCloseable {
    String name();

    /** Returns when the part works, or throws. Close() may interrupt it and is called in any case. */
    default void start() {}

    Health check();

    /** Finishes what is in hand, hands the rest back, frees everything. Never throws; a second call does nothing. */
    @Override
    void close();
}
