package io.slidestream.viewer.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Response to a request.
 *
 * @param length bytes of the body, or {@link #UNKNOWN}
 */
public record Reply(int status, Map<String, String> headers, long length, Body body) {
    /** The body ends when it has been written. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WORTH_ZIPPING_BYTES = 1024;

    /** Writes the body, on the request's thread. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply bytes(String contentType, byte[] bytes) {
        return new Reply(200, Map.of("Content-Type", contentType), bytes.length, out -> out.write(bytes));
    }

    public static Reply text(String contentType, String text) {
        return bytes(contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Never kept by the browser: it tells how things are now. */
    public static Reply json(JsonNode json) {
        return bytes("application/json", write(json)).with("Cache-Control", "no-store");
    }

    public static Reply problem(Problem problem) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", "about:blank");
        json.put("title", problem.title());
        json.put("status", problem.status());
        json.put("detail", problem.detail());
        problem.unconfirmed().ifPresent(work -> {
            json.put("tiles", work.tiles());
            work.seconds().ifPresent(seconds -> json.put("seconds", seconds));
        });
        Reply reply = bytes("application/problem+json", write(json))
                .withStatus(problem.status())
                .with("Cache-Control", "no-store");
        return problem.retryAfterSeconds() == 0
                ? reply
                : reply.with("Retry-After", Long.toString(problem.retryAfterSeconds()));
    }

    public static Reply noContent() {
        return new Reply(204, Map.of(), 0, out -> {});
    }

    public static Reply notModified() {
        return new Reply(304, Map.of(), 0, out -> {});
    }

    public static Reply redirect(String location) {
        return new Reply(303, Map.of("Location", location), 0, out -> {});
    }

    /** A body of any length, sent as it is made. */
    public static Reply stream(String contentType, Body body) {
        return new Reply(200, Map.of("Content-Type", contentType), UNKNOWN, body);
    }

    public Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, length, body);
    }

    public Reply withStatus(int other) {
        return new Reply(other, headers, length, body);
    }

    /** The same, compressed where the browser takes that and it pays. */
    public Reply zippedFor(Request request) {
        if (!request.takesGzip() || (length >= 0 && length < WORTH_ZIPPING_BYTES)) {
            return this;
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return new Reply(status, headers, zipped.size(), zipped::writeTo)
                .with("Content-Encoding", "gzip")
                .with("Vary", "Accept-Encoding");
    }

    private static byte[] write(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }
}
