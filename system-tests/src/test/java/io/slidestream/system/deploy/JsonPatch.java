package io.slidestream.system.deploy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The operations of RFC 6902 that overlays use: add and replace of a field. */
final class JsonPatch {
    private JsonPatch() {}

    static void apply(JsonNode operations, JsonNode object) {
        for (JsonNode operation : operations) {
            String op = operation.path("op").asText();
            JsonPointer path = JsonPointer.compile(operation.path("path").asText());
            if (!(object.at(path.head()) instanceof ObjectNode parent)) {
                throw new AssertionError(path + " leads nowhere");
            }
            String field = path.last().getMatchingProperty();
            switch (op) {
                case "add" -> {}
                case "replace" -> {
                    if (!parent.has(field)) {
                        throw new AssertionError(path + " is to be replaced and is not there");
                    }
                }
                default -> throw new AssertionError("not an operation that is known here: " + op);
            }
            parent.set(field, operation.path("value"));
        }
    }
}
