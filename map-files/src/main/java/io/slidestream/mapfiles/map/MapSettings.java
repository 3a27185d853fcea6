package io.slidestream.mapfiles.map;

import org.jspecify.annotations.Nullable;

/**
 * Settings of how a map is measured and shown.
 *
 * @param smoothingCells pictures show the mean over so many neighbours to each side; 0 shows the cells as they are.
 *     Figures and data files are never smoothed
 * @param tumorThreshold a cell with at least this tumour probability belongs to a tumour region
 * @param tumorClass name of the class whose regions are measured; null: found by name
 * @param unsureBelow a cell whose largest probability is below this is marked as unsure; 0 marks none
 */
public record MapSettings(
        int smoothingCells, double tumorThreshold, @Nullable String tumorClass, double unsureBelow) {
    public static final int MAX_SMOOTHING = 5;
    public static final double DEFAULT_THRESHOLD = 0.5;
    /** Default threshold: a tile is unsure where no class has half of the probability. */
    public static final double DEFAULT_UNSURE_BELOW = 0.5;

    public static final MapSettings DEFAULT = new MapSettings(0, DEFAULT_THRESHOLD, null, DEFAULT_UNSURE_BELOW);

    public MapSettings {
        if (smoothingCells < 0 || smoothingCells > MAX_SMOOTHING) {
            throw new IllegalArgumentException(
                    "smoothingCells must be in 0.." + MAX_SMOOTHING + ", was " + smoothingCells);
        }
        if (!(tumorThreshold > 0 && tumorThreshold <= 1)) {
            throw new IllegalArgumentException("tumorThreshold must be in (0, 1], was " + tumorThreshold);
        }
        if (!(unsureBelow >= 0 && unsureBelow <= 1)) {
            throw new IllegalArgumentException("unsureBelow must be in 0..1, was " + unsureBelow);
        }
    }

    public Certainty certainty() {
        return new Certainty(unsureBelow);
    }
}
