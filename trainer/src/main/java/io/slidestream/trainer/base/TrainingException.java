package io.slidestream.trainer.base;

/** A training or an evaluation that cannot be done as asked. The message is for the person who asked. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
