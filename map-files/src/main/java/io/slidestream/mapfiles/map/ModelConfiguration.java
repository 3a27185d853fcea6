package io.slidestream.mapfiles.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.slidestream.contracts.Model;

/** WSInfer's keys of a model's bundle, as its manifest tells them. */
public final class ModelConfiguration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelConfiguration() {}

    /** An object; missing where the manifest tells none, or somebody wrote what is none. A map does without it. */
    public static JsonNode of(Model model) {
        try {
            JsonNode told = JSON.readTree(model.wsinferConfig());
            return told.isObject() ? told : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
