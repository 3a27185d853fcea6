package io.slidestream.proving.drill;

/** A service that something is done to. */
interface DrilledService {
    /** Kills the process with SIGKILL, as the kernel does when memory ends. Returns when it is gone. */
    void kill() throws InterruptedException;

    /** Stops the process without ending it. */
    void freeze() throws InterruptedException;

    void thaw() throws InterruptedException;

    /** Ends the service as an operator does. */
    void end() throws InterruptedException;
}
