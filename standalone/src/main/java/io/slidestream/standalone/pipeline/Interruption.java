package io.slidestream.standalone.pipeline;

/** Closes the pipeline when a signal ends the JVM while this is open, so that work in hand is finished. */
public final class Interruption implements AutoCloseable {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    public static Interruption closing(Pipeline pipeline) {
        Thread hook = new Thread(pipeline::close, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs, and does what remains.
        }
    }
}
