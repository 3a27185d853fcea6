package io.slidestream.slides;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.contracts.RejectionReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Properties that a slide's file declares.
 *
 * @param levels from full resolution down, at least one
 * @param mpp microns per level-0 pixel, the mean of x and y, from OpenSlide's property, the OME-XML or the TIFF's tags;
 *     empty where the slide gives none, none that is plausible, or such as are not square
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
    /** Key of {@link #raw}: focal planes of the slide, of which one is read. */
    public static final String FOCAL_PLANES = "dicom.focal-planes";

    /** Key of {@link #raw}: optical paths of the slide, of which the first is read. */
    public static final String OPTICAL_PATHS = "dicom.optical-paths";

    /** Key of {@link #raw}: name of the colour profile. */
    public static final String ICC_PROFILE = "dicom.icc-profile";

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
        Optional<StatedResolution> stated = plausible(raw, levels.get(0).widthPx());
        OptionalDouble mpp = stated.isPresent() && !isNotSquare(stated.get())
                ? OptionalDouble.of(
                        (stated.get().x().getAsDouble() + stated.get().y().getAsDouble()) / 2)
                : OptionalDouble.empty();
        OptionalDouble objective = number(raw.get("openslide.objective-power"), 0.1, 1000);
        return new SlideProperties(
                levels, mpp, objective, raw.getOrDefault("openslide.vendor", "unknown"), raw, associatedImages);
    }

    /** The same with other levels. */
    public SlideProperties withLevels(List<Level> newLevels) {
        return new SlideProperties(newLevels, mpp, objectivePower, vendor, raw, associatedImages);
    }

    /** The same without one of the raw ones. */
    public SlideProperties without(String key) {
        Map<String, String> others = new TreeMap<>(raw);
        others.remove(key);
        return new SlideProperties(levels, mpp, objectivePower, vendor, others, associatedImages);
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
            doubts.add("the slide says " + StatedResolution.shown(mpp.getAsDouble())
                    + " microns per pixel; it was mapped at " + StatedResolution.shown(usedMpp) + ", as was asked for");
        } else if (plausible().filter(SlideProperties::isNotSquare).isPresent()) {
            doubts.add("the slide's pixels are not square (" + sides(plausible().get())
                    + "); it was mapped as if each side were " + StatedResolution.shown(usedMpp)
                    + ", as was asked for");
        }
        otherPixels().ifPresent(doubts::add);
        return doubts;
    }

    /** Says how much of the slide is not read: focal planes and optical paths beside those that are. */
    private Optional<String> otherPixels() {
        long planes = count(FOCAL_PLANES);
        long paths = count(OPTICAL_PATHS);
        return planes == 1 && paths == 1
                ? Optional.empty()
                : Optional.of("the slide has " + planes + (planes == 1 ? " focal plane" : " focal planes") + " and "
                        + paths + (paths == 1 ? " optical path" : " optical paths")
                        + "; one plane, the middle one, and the first path were mapped");
    }

    private long count(String key) {
        return (long) number(raw.get(key), 1, Integer.MAX_VALUE).orElse(1);
    }

    /** What identifies the slide in an archive; empty where it is no DICOM. */
    public Optional<DicomUids> dicomUids() {
        return DicomUids.in(raw);
    }

    /** Place in the slide's file that {@link #mpp} is from, for people; empty where that is. */
    public Optional<String> mppSource() {
        return mpp.isEmpty() ? Optional.empty() : plausible().map(StatedResolution::source);
    }

    /** Why {@link #mpp} is empty, when it is. */
    public String whyNoMpp() {
        Optional<StatedResolution> stated = plausible();
        if (stated.isPresent()) {
            return "the slide's pixels are not square (" + sides(stated.get()) + "), and the network's are: export it"
                    + " with square pixels, or, if the numbers are wrong, correct them";
        }
        List<StatedResolution> found = StatedResolution.in(raw, widthPx());
        return found.isEmpty()
                ? "the slide does not say its microns per pixel"
                : found.stream().map(StatedResolution::words).collect(Collectors.joining(", and "))
                        + ", which cannot be (plausible are " + PlausibleMpp.RANGE + ")";
    }

    /**
     * The part of the slide that was scanned, where the format says so (MIRAX, Leica): QuPath and others show this part
     * alone, and count from its corner.
     */
    public Optional<Level0Region> bounds() {
        long[] bounds = new long[4];
        String[] names = {"x", "y", "width", "height"};
        for (int i = 0; i < names.length; i++) {
            try {
                bounds[i] = Long.parseLong(raw.getOrDefault("openslide.bounds-" + names[i], ""));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        boolean inside = bounds[0] >= 0
                && bounds[1] >= 0
                && bounds[2] > 0
                && bounds[3] > 0
                && bounds[0] < widthPx()
                && bounds[1] < heightPx()
                && bounds[2] <= Integer.MAX_VALUE
                && bounds[3] <= Integer.MAX_VALUE;
        return inside
                ? Optional.of(new Level0Region(bounds[0], bounds[1], (int) bounds[2], (int) bounds[3]))
                : Optional.empty();
    }

    private Optional<StatedResolution> plausible() {
        return plausible(raw, widthPx());
    }

    private static Optional<StatedResolution> plausible(Map<String, String> raw, long widthPx) {
        return StatedResolution.in(raw, widthPx).stream()
                .filter(StatedResolution::isPlausible)
                .findFirst();
    }

    private static boolean isNotSquare(StatedResolution stated) {
        return !isSquare(stated.x().getAsDouble(), stated.y().getAsDouble());
    }

    /** Whether pixels of these sides are square, as far as scanners measure. */
    public static boolean isSquare(double mppX, double mppY) {
        return aspect(mppX, mppY) <= MAX_ASPECT;
    }

    private static String sides(StatedResolution stated) {
        return StatedResolution.shown(stated.x().getAsDouble()) + " x "
                + StatedResolution.shown(stated.y().getAsDouble()) + " microns";
    }

    /**
     * Hint at the resolution that the objective stands for, where the slide names it: 10 microns per pixel over its
     * magnification.
     */
    private String usual() {
        if (objectivePower.isPresent() && PlausibleMpp.contains(10 / objectivePower.getAsDouble())) {
            double power = objectivePower.getAsDouble();
            return StatedResolution.shown(power) + "x, which the slide names as its objective, is usually "
                    + StatedResolution.shown(10 / power);
        }
        return "20x is usually 0.5, 40x 0.25";
    }

    private static double aspect(double one, double other) {
        return Math.max(one, other) / Math.min(one, other);
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
