package io.slidestream.networks.engine;

import java.util.Arrays;
import java.util.List;

/** The libraries that can compute a network. */
public enum EngineKind {
    /** Deeplearning4j with oneDNN, from model.safetensors. */
    DL4J("dl4j"),
    /** ONNX Runtime, from model.onnx. */
    ONNXRUNTIME("onnxruntime");

    private final String label;

    EngineKind(String label) {
        this.label = label;
    }

    /** The name in options and configuration. */
    public String label() {
        return label;
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(EngineKind::label).toList();
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    public static EngineKind of(String label) {
        for (EngineKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "unknown engine \"" + label + "\", known are " + String.join(", ", labels()));
    }
}
