package io.slidestream.trainer.fit;

import io.slidestream.trainer.base.Screen;

/** Prints, when a signal ends the JVM while this is open, what is kept and how to resume. */
public final class Interruption implements AutoCloseable {
    private final Thread hook;

    public Interruption(CheckpointFolder checkpoints, Screen screen) {
        hook = new Thread(
                () -> {
                    screen.print(
                            checkpoints.holdsEpoch()
                                    ? "Interrupted. The last whole epoch is kept in " + checkpoints.folder()
                                            + ": give the same command with --resume to go on from there"
                                    : "Interrupted before the first epoch of all layers was done: nothing is kept, give"
                                            + " the same command again");
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** There is nothing to go on with any more. */
    public void over() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook has its say.
        }
    }

    @Override
    public void close() {
        over();
    }
}
