package io.slidestream.standalone.drill;

/** Something that a drill waited for in vain. The message is meant for people. */
final class DrillFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DrillFailure(String message) {
        super(message);
    }
}
