package io.slidestream.catalog.database;

/** The catalog cannot be used just now, or at all; the message is for people and says what to do. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CatalogException(String message) {
        super(message);
    }

    CatalogException(String message, Throwable cause) {
        super(message, cause);
    }
}
