package io.slidestream.networks.engine;

import java.util.List;

/**
 * Number of forms of a tile that the network classifies: the tile as it lies, or all eight turned and mirrored ones.
 */
public final class Symmetries {
    /** The setting that holds it, in the tiler and in the workers, which must agree. */
    public static final String SETTING = "inference.symmetries";

    public static final String NONE = "1";
    public static final String ALL = "8";

    public static final String DOCUMENTATION =
            "8: each tile is classified in its eight turned and mirrored forms and gets the mean of the probabilities, at"
                    + " eight times the cost; 1: as it lies. Part of the map id; the same for tiler and workers, or the"
                    + " blocks wait for workers that never come.";

    private Symmetries() {}

    public static List<String> labels() {
        return List.of(NONE, ALL);
    }

    /**
     * The number.
     *
     * @throws IllegalArgumentException if it is none of the {@link #labels}
     */
    public static int of(String label) {
        if (!labels().contains(label)) {
            throw new IllegalArgumentException("symmetries must be one of " + labels() + ", was " + label);
        }
        return Integer.parseInt(label);
    }
}
