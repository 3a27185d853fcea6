package io.slidestream.networks.engine;

import java.util.Collections;
import java.util.List;

/**
 * A library, the numbers it computes with and where.
 *
 * @param cards the processor alone, or cards
 * @param sessions on each of them
 */
public record EngineChoice(EngineKind kind, Precision precision, List<Place> cards, int sessions) {
    private static final int MOST_SESSIONS = 16;

    public static final EngineChoice DEFAULT = new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32);

    public EngineChoice {
        cards = List.copyOf(cards);
        if (cards.isEmpty() || sessions < 1 || sessions > MOST_SESSIONS) {
            throw new IllegalArgumentException("there must be a device, and 1.." + MOST_SESSIONS
                    + " sessions on it, were " + sessions + " on " + cards);
        }
        Device device = cards.get(0).device();
        if (device == Device.CUDA && precision == Precision.INT8) {
            throw new IllegalArgumentException(
                    "precision int8 is for processors: on the device cuda choose fp32 or fp16"
                            + " (--precision fp32, or inference.precision=fp32)");
        }
        if (kind == EngineKind.DL4J && precision == Precision.FP16) {
            throw new IllegalArgumentException("precision fp16 is for ONNX Runtime: choose the engine onnxruntime"
                    + " (--engine onnxruntime, or inference.engine=onnxruntime), or fp32");
        }
        if (kind == EngineKind.DL4J && (sessions > 1 || !cards.equals(List.of(Place.first(device))))) {
            throw new IllegalArgumentException("several sessions, and cards but the first, are for ONNX Runtime: choose"
                    + " the engine onnxruntime (--engine onnxruntime, or inference.engine=onnxruntime)");
        }
    }

    /** Choice of an engine on the processor or the first card. */
    public EngineChoice(EngineKind kind, Precision precision, Device device) {
        this(kind, precision, List.of(Place.first(device)), 1);
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
    public static EngineChoice of(String engine, String precision, String device, int sessions) {
        return new EngineChoice(EngineKind.of(engine), Precision.of(precision), Place.listOf(device), sessions);
    }

    public Device device() {
        return cards.get(0).device();
    }

    /** A place for each session; neighbours are on different cards where there are several. */
    public List<Place> places() {
        return Collections.nCopies(sessions, cards).stream()
                .flatMap(List::stream)
                .toList();
    }

    /** {@code onnxruntime int8}; the device only where it is not the processor. */
    @Override
    public String toString() {
        return kind.label() + " " + precision.label() + (device() == Device.CPU ? "" : " " + device().label());
    }
}
