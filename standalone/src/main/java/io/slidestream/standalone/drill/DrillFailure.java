package io.slidestream.standalone.drill;

import io.slidestream.standalone.processes.ServiceFailure;

/** Something that a drill waited for in vain. The message is meant for people. */
final class DrillFailure extends ServiceFailure {
    private static final long serialVersionUID = 1L;

    DrillFailure(String message) {
        super(message);
    }
}
