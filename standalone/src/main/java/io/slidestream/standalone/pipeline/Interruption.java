package io.slidestream.standalone.pipeline;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens when a signal ends the JVM while this is open: work in hand is finished, and the user is told how it stands. */
public final class Interruption implements AutoCloseable {
    private final Consumer<String> say;
    private final Supplier<String> lastWords;
    private final Thread hook;
    private volatile @Nullable Runnable closing;
    private volatile boolean begun;

    private Interruption(Consumer<String> say, Supplier<String> lastWords) {
        this.say = say;
        this.lastWords = lastWords;
        this.hook = new Thread(this::end, "interruption");
    }

    /** @param lastWords asked for when all is closed */
    public static Interruption saying(Consumer<String> say, Supplier<String> lastWords) {
        Interruption interruption = new Interruption(say, lastWords);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** From now on the signal closes what runs. Closing what is returned ends that, so it comes before closing what runs. */
    public Interruption closing(Runnable close) {
        closing = close;
        return this;
    }

    /** Whether the signal has come; what then happens to the pipeline is no news. */
    public boolean isBegun() {
        return begun;
    }

    /** What the signal does. */
    void end() {
        begun = true;
        Runnable close = closing;
        if (close != null) {
            say.accept("stopping; the tiles in hand are finished first");
            close.run();
        }
        say.accept(lastWords.get());
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
