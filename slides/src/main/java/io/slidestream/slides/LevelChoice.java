package io.slidestream.slides;

import java.util.List;

/** Which level to read for a wanted downsample. */
public final class LevelChoice {
    /** Pyramids round their sides, so the level made for 16 may call itself 16.02. */
    private static final double TOLERANCE = 0.01;

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
}
