package io.slidestream.networks.engine;

/** A library, the numbers it computes with and the device it computes on. */
public record EngineChoice(EngineKind kind, Precision precision, Device device) {
    public static final EngineChoice DEFAULT = new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32);

    public EngineChoice {
        if (device == Device.CUDA && precision == Precision.INT8) {
            throw new IllegalArgumentException(
                    "precision int8 is for processors: on the device cuda choose fp32 or fp16"
                            + " (--precision, or inference.precision)");
        }
        if (kind == EngineKind.DL4J && precision == Precision.FP16) {
            throw new IllegalArgumentException("precision fp16 is for ONNX Runtime: choose the engine onnxruntime"
                    + " (--engine onnxruntime, or inference.engine=onnxruntime), or fp32");
        }
    }

    /** Choice of an engine on the processor. */
    public EngineChoice(EngineKind kind, Precision precision) {
        this(kind, precision, Device.CPU);
    }

    /**
     * The choice of these names.
     *
     * @throws IllegalArgumentException for unknown names and for a precision that the device or the engine does not have
     */
    public static EngineChoice of(String engine, String precision, String device) {
        return new EngineChoice(EngineKind.of(engine), Precision.of(precision), Device.of(device));
    }

    /** {@code onnxruntime int8}; the device only where it is not the processor. */
    @Override
    public String toString() {
        return kind.label() + " " + precision.label() + (device == Device.CPU ? "" : " " + device.label());
    }
}
