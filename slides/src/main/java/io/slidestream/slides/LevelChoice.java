package io.slidestream.slides;

import java.util.List;

/** Choice of the level to read for a wanted downsample. */
public final class LevelChoice {
    /** Pyramids round their sides, so the level made for 16 may call itself 16.02. */
    private static final double TOLERANCE = 0.01;

    private static final double REDUCTION_TOLERANCE = 0.03;

    private LevelChoice() {}

    /**
     * The coarsest level that still shows as much as {@code downsample} asks for; coarser by 1 % counts as equal. Level
     * 0 where nothing is fine enough.
     */
    public static Level best(List<Level> levels, double downsample) {
        if (!(downsample > 0)) {
            throw new IllegalArgumentException("downsample must be positive, was " + downsample);
        }
        Level best = levels.get(0);
        for (Level level : levels) {
            if (level.downsample() <= downsample * (1 + TOLERANCE) && level.downsample() > best.downsample()) {
                best = level;
            }
        }
        return best;
    }

    /**
     * Greatest reduction of a level while it is decoded, for a wanted downsample: what then remains is up to one
     * resize, which may enlarge by {@value #REDUCTION_TOLERANCE} at most. Scanners at 40x say 0.2527 and 0.2461 as
     * often as 0.25, so half their pixels are 0.5054.
     *
     * @return 1, 2, 4 or 8
     */
    public static int reduction(Level level, double downsample) {
        int reduction = 1;
        while (reduction < 8 && level.downsample() * reduction * 2 <= downsample * (1 + REDUCTION_TOLERANCE)) {
            reduction *= 2;
        }
        return reduction;
    }
}
