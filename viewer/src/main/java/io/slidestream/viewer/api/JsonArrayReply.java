package io.slidestream.viewer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.slidestream.viewer.http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** An object with one list of any length, sent as its rows are found. */
final class JsonArrayReply {
    private JsonArrayReply() {}

    /** Finds rows and passes each on. */
    @FunctionalInterface
    interface Rows {
        void each(Consumer<JsonNode> sink);
    }

    static Reply of(String name, Rows rows) {
        return Reply.stream("application/json", out -> {
                    try (JsonGenerator json = SlideJson.JSON.createGenerator(out)) {
                        json.writeStartObject();
                        json.writeArrayFieldStart(name);
                        rows.each(row -> write(json, row));
                        json.writeEndArray();
                        json.writeEndObject();
                    } catch (UncheckedIOException e) {
                        throw new IOException("the reader went away", e);
                    }
                })
                .with("Cache-Control", "no-store");
    }

    private static void write(JsonGenerator json, JsonNode row) {
        try {
            json.writeTree(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
