package io.slidestream.networks.engine;

/** The device that was asked for cannot be used; the message says why and what to do. No other is used instead. */
public final class DeviceUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public DeviceUnavailableException(String message) {
        super(message);
    }
}
