package io.slidestream.viewer.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request, on the thread that answers it. */
public final class Request {
    private static final int MAX_BODY_BYTES = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpExchange exchange;
    private final Map<String, List<String>> path;
    private final Query query;

    Request(HttpExchange exchange, Map<String, List<String>> path) throws Problem {
        this.exchange = exchange;
        this.path = path;
        this.query = new Query(exchange.getRequestURI().getRawQuery());
    }

    /** The segment that stands for a name of the route's template. */
    public String path(String name) {
        return rest(name).get(0);
    }

    /** The segments that stand for {@code {name*}}. */
    public List<String> rest(String name) {
        List<String> segments = path.get(name);
        if (segments == null) {
            throw new IllegalArgumentException("the route has no " + name);
        }
        return segments;
    }

    public Query query() {
        return query;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** Whether a resource of this ETag need not be sent again. */
    public boolean has(String etag) {
        return header("If-None-Match")
                .map(known -> known.equals("*") || known.contains(etag))
                .orElse(false);
    }

    public boolean takesGzip() {
        return header("Accept-Encoding").map(all -> all.contains("gzip")).orElse(false);
    }

    HttpExchange exchange() {
        return exchange;
    }

    /** The JSON object in the body; an empty one where there is no body. */
    public JsonNode json() throws IOException, Problem {
        return json(MAX_BODY_BYTES);
    }

    /** The same for a body of at most so many bytes. */
    public JsonNode json(int maxBytes) throws IOException, Problem {
        byte[] body = exchange.getRequestBody().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw Problem.tooLarge("a body may have " + maxBytes + " bytes at most");
        }
        if (body.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw Problem.badRequest("the body is not JSON: " + e.getOriginalMessage());
        } catch (CharConversionException e) {
            throw Problem.badRequest("the body is not UTF-8: " + e.getMessage());
        }
        throw Problem.badRequest("the body must be a JSON object");
    }
}
