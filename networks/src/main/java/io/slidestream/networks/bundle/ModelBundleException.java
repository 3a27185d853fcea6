package io.slidestream.networks.bundle;

/** A model bundle that cannot be used. The message is for the person who named the folder. */
public final class ModelBundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelBundleException(String message) {
        super(message);
    }

    public ModelBundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
