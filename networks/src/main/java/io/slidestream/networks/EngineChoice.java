package io.slidestream.networks;

/** A library and the numbers it computes with. */
public record EngineChoice(EngineKind kind, Precision precision) {
    public static final EngineChoice DEFAULT = new EngineChoice(EngineKind.DL4J, Precision.FP32);

    public EngineChoice {
        if (kind == EngineKind.DL4J && precision == Precision.INT8) {
            throw new IllegalArgumentException("the engine dl4j computes in fp32 only: precision int8 needs the engine"
                    + " onnxruntime (--engine onnxruntime, or inference.engine=onnxruntime)");
        }
    }

    /**
     * The choice of these names.
     *
     * @throws IllegalArgumentException for unknown names and for a precision the engine does not have
     */
    public static EngineChoice of(String engine, String precision) {
        return new EngineChoice(EngineKind.of(engine), Precision.of(precision));
    }
}
