package io.slidestream.proving.drill;

import io.slidestream.proving.processes.ServiceFailure;

/** Something that a drill waited for in vain. The message is meant for people. */
final class DrillFailure extends ServiceFailure {
    private static final long serialVersionUID = 1L;

    DrillFailure(String message) {
        super(message);
    }
}
