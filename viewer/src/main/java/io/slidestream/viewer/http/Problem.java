package io.slidestream.viewer.http;

import io.slidestream.contracts.TileEstimate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that gets no answer but the reason, as RFC 9457 has it. The detail is meant for people. */
public final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final long retryAfterSeconds;
    private final transient @Nullable TileEstimate unconfirmed;

    private Problem(int status, String title, String detail) {
        this(status, title, detail, 0, null);
    }

    private Problem(
            int status, String title, String detail, long retryAfterSeconds, @Nullable TileEstimate unconfirmed) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.retryAfterSeconds = retryAfterSeconds;
        this.unconfirmed = unconfirmed;
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, "Bad request", detail);
    }

    public static Problem unauthorized(String detail) {
        return new Problem(401, "Not signed in", detail);
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "Forbidden", detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "Not found", detail);
    }

    public static Problem methodNotAllowed(String detail) {
        return new Problem(405, "Method not allowed", detail);
    }

    public static Problem conflict(String detail) {
        return new Problem(409, "Conflict", detail);
    }

    /** More work than usual, which is done when the request says that it is meant. */
    public static Problem unconfirmed(String detail, TileEstimate work) {
        return new Problem(409, "Not confirmed", detail, 0, work);
    }

    public static Problem gone(String detail) {
        return new Problem(410, "Gone", detail);
    }

    public static Problem tooLarge(String detail) {
        return new Problem(413, "Too large", detail);
    }

    public static Problem unsupported(String detail) {
        return new Problem(415, "Unsupported media type", detail);
    }

    public static Problem tooManyRequests(String detail, long retryAfterSeconds) {
        return new Problem(429, "Too many requests", detail, retryAfterSeconds, null);
    }

    public static Problem internal(String detail) {
        return new Problem(500, "Internal error", detail);
    }

    public static Problem unavailable(String detail) {
        return new Problem(503, "Not available", detail);
    }

    public int status() {
        return status;
    }

    /** Seconds after which to ask again; 0 where they are unknown. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The work that was not confirmed. */
    Optional<TileEstimate> unconfirmed() {
        return Optional.ofNullable(unconfirmed);
    }

    public String title() {
        return title;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
