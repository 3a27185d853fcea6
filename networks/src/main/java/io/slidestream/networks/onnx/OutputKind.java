package io.slidestream.networks.onnx;

import java.nio.FloatBuffer;

/*
 * The specification asks for logits, and many networks end in a softmax or a sigmoid all the same. A softmax of a softmax, or of a
 * sigmoid, is a number between 0 and 1 that means nothing, so what comes out is looked at, for inputs far beyond those of a slide too:
 * numbers that stay between 0 and 1 there are no logits.
 */
/** What the numbers are that a network of unknown making gives. */
enum OutputKind {
    LOGITS(""),
    /** A row sums to one. */
    PROBABILITIES(" (with softmax)"),
    /** One number a tile, the second class's probability. */
    PROBABILITY_OF_THE_SECOND(" (with sigmoid)"),
    /** One number a tile, the second class's logit against the first's. */
    LOGIT_OF_THE_SECOND(" (one logit)");

    private final String remark;

    OutputKind(String remark) {
        this.remark = remark;
    }

    /** What a description of the engine adds. */
    String remark() {
        return remark;
    }

    /** Logits for all classes, from what the network gives. */
    float[] logits(float[] numbers) {
        return switch (this) {
            case LOGITS -> numbers;
            case PROBABILITIES -> {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = log(numbers[i]);
                }
                yield numbers;
            }
            case PROBABILITY_OF_THE_SECOND -> {
                float[] logits = new float[2 * numbers.length];
                for (int i = 0; i < numbers.length; i++) {
                    logits[2 * i] = log(1 - numbers[i]);
                    logits[2 * i + 1] = log(numbers[i]);
                }
                yield logits;
            }
            case LOGIT_OF_THE_SECOND -> {
                float[] logits = new float[2 * numbers.length];
                for (int i = 0; i < numbers.length; i++) {
                    logits[2 * i + 1] = numbers[i];
                }
                yield logits;
            }
        };
    }

    private static float log(float probability) {
        return (float) Math.log(Math.max(probability, Float.MIN_NORMAL));
    }

    /** What was seen of a network's numbers. */
    static final class Evidence {
        private final int columns;
        private boolean withinUnit = true;
        private boolean sumToOne = true;

        Evidence(int columns) {
            this.columns = columns;
        }

        void add(FloatBuffer output) {
            while (output.hasRemaining()) {
                double sum = 0;
                boolean within = true;
                for (int i = 0; i < columns; i++) {
                    float value = output.get();
                    within &= value >= 0 && value <= 1;
                    sum += value;
                }
                if (Double.isFinite(sum)) { // half precision overflows
                    withinUnit &= within;
                    sumToOne &= Math.abs(sum - 1) < 1e-3;
                }
            }
        }

        /** @throws IllegalArgumentException if they can be read in no way */
        OutputKind kind() {
            if (columns == 1) {
                return withinUnit ? PROBABILITY_OF_THE_SECOND : LOGIT_OF_THE_SECOND;
            }
            if (withinUnit && !sumToOne) {
                throw new IllegalArgumentException(
                        "it gives numbers between 0 and 1 that do not sum to one, as independent"
                                + " sigmoids do; a tile has one class here: export it without its last Sigmoid, or with a Softmax,"
                                + " if its classes exclude each other");
            }
            return withinUnit ? PROBABILITIES : LOGITS;
        }
    }
}
