package io.slidestream.contracts;

import java.util.List;

/** Result for one tile. */
public sealed interface TileScore {
    /** Softmax probabilities in the model's class order. */
    record Scored(List<Float> probabilities) implements TileScore {
        public Scored {
            probabilities = List.copyOf(probabilities);
            if (probabilities.isEmpty()) {
                throw new IllegalArgumentException("a scored tile must have probabilities");
            }
            Checks.inRange("number of probabilities", probabilities.size(), 1, Limits.CLASSES);
            for (float p : probabilities) {
                if (!(p >= 0 && p <= 1)) {
                    throw new IllegalArgumentException("a probability must be in 0..1, was " + p);
                }
            }
        }
    }

    /** Shown as unread, never as background. */
    record Rejected(RejectionReason reason, String message) implements TileScore {
        public Rejected {
            message = Checks.cut(message);
        }
    }
}
