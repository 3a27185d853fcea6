package io.slidestream.proving.drill;

/** A service that something is done to. */
interface DrilledService {
    /** As the kernel does when memory ends: at once, without a last word. Returns when it is gone. */
    void kill() throws InterruptedException;

    /** It stands still, and is there. */
    void freeze() throws InterruptedException;

    void thaw() throws InterruptedException;

    /** As an operator does. */
    void end() throws InterruptedException;
}
