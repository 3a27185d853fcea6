package io.slidestream.slides;

import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.contracts.RejectionReason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Properties that a slide's file declares.
 *
 * @param levels from full resolution down, at least one
 * @param mpp microns per level-0 pixel, the mean of x and y; empty where the slide gives none, none that is plausible, or
 *     such as are not square
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
    private static final String MPP_X = "openslide.mpp-x";
    private static final String MPP_Y = "openslide.mpp-y";

    /** Beyond this ratio of their sides, pixels are not square: below, scanners' own measurements of x and y differ. */
    private static final double MAX_ASPECT = 1.01;

    /** More than calibrations differ by. */
    private static final double MAX_CONTRADICTION = 1.05;

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
        OptionalDouble x = mpp(raw, MPP_X);
        OptionalDouble y = mpp(raw, MPP_Y);
        OptionalDouble mpp = x.isPresent() && y.isPresent() && aspect(x.getAsDouble(), y.getAsDouble()) <= MAX_ASPECT
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
     * @throws SlideException NO_MPP if neither says, or the slide's pixels are not square
     */
    public double requireMpp(@Nullable Double configuredMpp) throws SlideException {
        if (configuredMpp != null) {
            PlausibleMpp.check("mpp", configuredMpp);
            return configuredMpp;
        }
        if (mpp.isPresent()) {
            return mpp.getAsDouble();
        }
        throw new SlideException(RejectionReason.NO_MPP, whyNoMpp() + "; give them with --mpp (" + usual() + ")");
    }

    /** Doubts that a reader of results made at this resolution must know, in sentences. */
    public List<String> doubtsAbout(double usedMpp) {
        List<String> doubts = new ArrayList<>();
        if (mpp.isPresent() && aspect(mpp.getAsDouble(), usedMpp) > MAX_CONTRADICTION) {
            doubts.add("the slide says " + shown(mpp.getAsDouble()) + " microns per pixel; it was mapped at "
                    + shown(usedMpp) + ", as was asked for");
        } else if (isNotSquare()) {
            doubts.add("the slide's pixels are not square (" + raw.get(MPP_X) + " x " + raw.get(MPP_Y)
                    + " microns); it was mapped as if each side were " + shown(usedMpp) + ", as was asked for");
        }
        return doubts;
    }

    /** Why {@link #mpp} is empty, when it is. */
    public String whyNoMpp() {
        String x = raw.get(MPP_X);
        String y = raw.get(MPP_Y);
        if (x == null && y == null) {
            return "the slide does not say its microns per pixel";
        }
        if (isNotSquare()) {
            return "the slide's pixels are not square (" + x + " x " + y + " microns), and the network's are: export it"
                    + " with square pixels, or, if the numbers are wrong, correct them";
        }
        String said = x == null || mpp(raw, MPP_X).isPresent() ? String.valueOf(y) : x;
        return "the slide says " + said + " microns per pixel, which cannot be (plausible are " + PlausibleMpp.RANGE
                + ")";
    }

    private boolean isNotSquare() {
        OptionalDouble x = mpp(raw, MPP_X);
        OptionalDouble y = mpp(raw, MPP_Y);
        return x.isPresent() && y.isPresent() && aspect(x.getAsDouble(), y.getAsDouble()) > MAX_ASPECT;
    }

    /**
     * Hint at the resolution that the objective stands for, where the slide names it: 10 microns per pixel over its
     * magnification.
     */
    private String usual() {
        if (objectivePower.isPresent() && PlausibleMpp.contains(10 / objectivePower.getAsDouble())) {
            double power = objectivePower.getAsDouble();
            return shown(power) + "x, which the slide names as its objective, is usually " + shown(10 / power);
        }
        return "20x is usually 0.5, 40x 0.25";
    }

    private static String shown(double number) {
        return BigDecimal.valueOf(number)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static double aspect(double one, double other) {
        return Math.max(one, other) / Math.min(one, other);
    }

    private static OptionalDouble mpp(Map<String, String> raw, String key) {
        return number(raw.get(key), PlausibleMpp.MIN, PlausibleMpp.MAX);
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
