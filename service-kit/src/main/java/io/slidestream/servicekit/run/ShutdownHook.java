package io.slidestream.servicekit.run;

/** Runs on SIGTERM and SIGINT, and not when closed before. */
final class ShutdownHook implements AutoCloseable {
    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    static ShutdownHook add(String serviceName, Runnable drain) {
        Thread thread = new Thread(drain, serviceName + "-shutdown");
        Runtime.getRuntime().addShutdownHook(thread);
        return new ShutdownHook(thread);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException alreadyShuttingDown) {
            // then it runs, and the JVM waits for it
        }
    }
}
