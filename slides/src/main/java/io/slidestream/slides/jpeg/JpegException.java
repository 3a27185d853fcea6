package io.slidestream.slides.jpeg;

/** A tile that this package does not decode: damaged, or not of the kind it knows. */
public final class JpegException extends Exception {
    private static final long serialVersionUID = 1L;

    public JpegException(String message) {
        super(message);
    }

    JpegException(String message, Throwable cause) {
        super(message, cause);
    }
}
