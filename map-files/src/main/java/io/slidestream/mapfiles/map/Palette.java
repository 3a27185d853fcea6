package io.slidestream.mapfiles.map;

import java.awt.Color;
import java.util.List;
import java.util.Map;

/** A colour for each class, {@code 0xRRGGBB}: Kather's where all classes are his, else evenly turned hues. */
public final class Palette {
    /** Colour of tiles that could not be read: magenta, which no class has, so they never pass for background. */
    public static final int UNREAD = 0xFF00FF;

    /** Stands where a class would. */
    public static final String UNREAD_NAME = "Unread";

    /** Kather et al. 2019, PLOS Medicine 16(1) e1002730: the colours of his maps. */
    private static final Map<String, Integer> KATHER = Map.of(
            "ADI", rgb(141, 141, 141),
            "BACK", rgb(53, 53, 53),
            "DEB", rgb(189, 41, 153),
            "LYM", rgb(30, 149, 191),
            "MUC", rgb(250, 216, 206),
            "MUS", rgb(68, 172, 35),
            "NORM", rgb(204, 102, 0),
            "STR", rgb(247, 188, 10),
            "TUM", rgb(230, 73, 22));

    /** Of the tumour class among the distinct colours: of Kather's hue, and far from every other in any colour vision. */
    private static final int DISTINCT_TUMOR = 0xFF5000;

    /** Paul Tol's muted scheme, whose hues also differ in lightness, but for its wine red, which is too near to it. */
    private static final List<Integer> MUTED =
            List.of(0xDDCC77, 0x117733, 0x332288, 0x88CCEE, 0x44AA99, 0x999933, 0xAA4499, 0xDDDDDD);

    /** Kather's classes in colours of that scheme, each with the hue next to its usual one. */
    private static final Map<String, Integer> KATHER_DISTINCT = Map.of(
            "ADI", 0xDDDDDD,
            "BACK", 0x555555,
            "DEB", 0xAA4499,
            "LYM", 0x332288,
            "MUC", 0x88CCEE,
            "MUS", 0x117733,
            "NORM", 0x44AA99,
            "STR", 0xDDCC77,
            "TUM", DISTINCT_TUMOR);

    private static final Map<String, String> KATHER_TISSUES = Map.of(
            "ADI", "adipose",
            "BACK", "background",
            "DEB", "debris",
            "LYM", "lymphocytes",
            "MUC", "mucus",
            "MUS", "smooth muscle",
            "NORM", "normal mucosa",
            "STR", "cancer stroma",
            "TUM", "tumour");

    /** Turns the hue so that any number of neighbours stay apart. */
    private static final float GOLDEN_TURN = 0.618034f;

    private final List<String> classNames;
    private final boolean kather;

    public Palette(List<String> classNames) {
        this.classNames = List.copyOf(classNames);
        this.kather = KATHER.keySet().containsAll(classNames);
    }

    public int colour(int classIndex) {
        Integer known = kather ? KATHER.get(classNames.get(classIndex)) : null;
        return known != null ? known : generated(classIndex);
    }

    /**
     * A colour of which the tumour's stands out on stained tissue and against all others, in any colour vision. It is for
     * screens; files keep the published colours, which other programs and earlier projects know.
     */
    public int distinct(int classIndex) {
        String name = classNames.get(classIndex);
        Integer known = kather ? KATHER_DISTINCT.get(name) : null;
        if (known != null) {
            return known;
        }
        if (TumorClass.in(classNames, null).orElse(-1) == classIndex) {
            return DISTINCT_TUMOR;
        }
        Color colour = new Color(MUTED.get(classIndex % MUTED.size()));
        for (int turn = classIndex / MUTED.size(); turn > 0; turn--) {
            colour = colour.darker();
        }
        return colour.getRGB() & 0xFFFFFF;
    }

    /** The tissue in words; empty where the class name is all there is. */
    public String tissue(int classIndex) {
        return kather ? KATHER_TISSUES.getOrDefault(classNames.get(classIndex), "") : "";
    }

    /** Hues from red to violet only: magenta (0.83 of a turn) is the unread tiles'. */
    private static int generated(int classIndex) {
        float turn = classIndex * GOLDEN_TURN % 1 * 0.78f;
        float brightness = classIndex % 2 == 0 ? 0.9f : 0.65f;
        return Color.HSBtoRGB(turn, 0.8f, brightness) & 0xFFFFFF;
    }

    private static int rgb(int red, int green, int blue) {
        return red << 16 | green << 8 | blue;
    }
}
