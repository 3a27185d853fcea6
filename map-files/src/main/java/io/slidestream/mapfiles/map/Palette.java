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
