package io.slidestream.contracts;

import java.util.List;

/** Result for one tile. */
public sealed interface TileScore {
    /**
     * What the network says of the tile.
     *
     * @param probabilities by softmax, in the model's class order
     * @param distance to the tiles the model was trained on, 1 being its threshold; NaN where the model cannot tell
     */
    record Scored(List<Float> probabilities, float distance) implements TileScore {
        /** Score of a model that cannot tell what is familiar. */
        public Scored(List<Float> probabilities) {
            this(probabilities, Float.NaN);
        }

        public Scored {
            if (distance < 0) {
                throw new IllegalArgumentException("distance must not be negative, was " + distance);
            }
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

        /** Whether it is further from the tiles the model was trained on than those are from each other. */
        public boolean isUnfamiliar() {
            return distance > 1;
        }
    }

    /** Shown as unread, never as background. */
    record Rejected(RejectionReason reason, String message) implements TileScore {
        public Rejected {
            message = Checks.cut(message);
        }
    }
}
