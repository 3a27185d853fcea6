package io.slidestream.networks.engine;

import java.util.Arrays;
import java.util.List;

/** The numbers that a network is computed with. */
public enum Precision {
    /** Single precision. */
    FP32("fp32"),
    /** Half precision, for cards: a processor computes the same in floats and rounds. */
    FP16("fp16"),
    /** Bytes, with ranges from a calibration: a few tiles in a hundred get another class, in less than half the time. */
    INT8("int8");

    private final String label;

    Precision(String label) {
        this.label = label;
    }

    /** The name in options and configuration. */
    public String label() {
        return label;
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(Precision::label).toList();
    }

    /**
     * The precision of that name.
     *
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    public static Precision of(String label) {
        for (Precision precision : values()) {
            if (precision.label.equals(label)) {
                return precision;
            }
        }
        throw new IllegalArgumentException(
                "unknown precision \"" + label + "\", known are " + String.join(", ", labels()));
    }
}
