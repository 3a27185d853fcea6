package io.slidestream.proving.processes;

/** A service ended, or something of it was waited for in vain. The message is meant for people. */
public class ServiceFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServiceFailure(String message) {
        super(message);
    }
}
