package io.slidestream.slides;

import io.slidestream.contracts.RejectionReason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a slide says of itself.
 *
 * @param levels from full resolution down, at least one
 * @param mpp microns per level-0 pixel, the mean of x and y; empty where the slide gives none, zero or junk
 * @param objectivePower the objective's magnification, empty where unknown
 * @param vendor as OpenSlide names it
 * @param raw every property as the format gives it, in order of name
 * @param associatedImages names of label, macro, thumbnail and the like
 */
public record SlideProperties(
        List<Level> levels,
        OptionalDouble mpp,
        OptionalDouble objectivePower,
        String vendor,
        Map<String, String> raw,
        List<String> associatedImages) {
    /** No microscope's pixel is finer or coarser; what lies outside is a mistake in the file. */
    static final double MIN_MPP = 0.01;

    static final double MAX_MPP = 100;

    public SlideProperties {
        levels = List.copyOf(levels);
        raw = Collections.unmodifiableMap(new TreeMap<>(raw));
        associatedImages = List.copyOf(associatedImages);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a slide must have a level");
        }
    }

    /** Reads the properties that OpenSlide gives every format. */
    public static SlideProperties of(List<Level> levels, Map<String, String> raw, List<String> associatedImages) {
        OptionalDouble x = number(raw.get("openslide.mpp-x"), MIN_MPP, MAX_MPP);
        OptionalDouble y = number(raw.get("openslide.mpp-y"), MIN_MPP, MAX_MPP);
        OptionalDouble mpp = x.isPresent() && y.isPresent()
                ? OptionalDouble.of((x.getAsDouble() + y.getAsDouble()) / 2)
                : OptionalDouble.empty();
        OptionalDouble objective = number(raw.get("openslide.objective-power"), 0.1, 1000);
        return new SlideProperties(
                levels, mpp, objective, raw.getOrDefault("openslide.vendor", "unknown"), raw, associatedImages);
    }

    public long widthPx() {
        return levels.get(0).widthPx();
    }

    public long heightPx() {
        return levels.get(0).heightPx();
    }

    /**
     * The microns per level-0 pixel to work with; never guessed.
     *
     * @param configuredMpp what the user gave with {@code --mpp}, which beats what the slide says
     * @throws SlideException NO_MPP if neither says
     */
    public double requireMpp(@Nullable Double configuredMpp) throws SlideException {
        if (configuredMpp != null) {
            if (!(configuredMpp >= MIN_MPP && configuredMpp <= MAX_MPP)) {
                throw new IllegalArgumentException(
                        "mpp must be in " + MIN_MPP + ".." + MAX_MPP + ", was " + configuredMpp);
            }
            return configuredMpp;
        }
        if (mpp.isPresent()) {
            return mpp.getAsDouble();
        }
        String said = raw.get("openslide.mpp-x");
        throw new SlideException(
                RejectionReason.NO_MPP,
                (said == null
                                ? "the slide does not say its microns per pixel"
                                : "the slide says " + said + " microns per pixel, which cannot be")
                        + "; give them with --mpp (0.5 is usual at 20x, 0.25 at 40x)");
    }

    private static OptionalDouble number(@Nullable String text, double min, double max) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text.strip());
            return value >= min && value <= max ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
