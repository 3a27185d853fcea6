package io.slidestream.standalone.pipeline;

/** While open, a signal that ends the JVM first closes the pipeline, so that what is in hand is finished. */
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
