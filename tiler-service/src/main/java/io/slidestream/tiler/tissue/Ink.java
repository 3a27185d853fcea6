package io.slidestream.tiler.tissue;

/*
 * Haematoxylin and eosin both take most from green, so stained tissue has less green than red and blue. Blue and green
 * ink leave more green than red; red ink takes blue as much as green; black takes all alike. The bounds keep clear of
 * what real sections show at 8 to 16 microns a pixel: dark nuclei are violet (red well above green), blood is still
 * pinker than red ink, and a pale blue counterstain is never as saturated as ink. What is pale and of ink's hue may be
 * either and counts as ink only beside strong ink.
 */
/** Classifies colours as marker pen, black border or neither. */
final class Ink {
    static final byte NONE = 0;
    /** Ink if strong ink is near: where a stroke runs out, and at its rim. */
    static final byte PALE = 1;

    static final byte STRONG = 2;
    /** As strong as a pen's hue, and no stain has it. */
    static final byte BLACK = 3;
    /** As pale, without a hue. */
    static final byte GREY = 4;

    private Ink() {}

    /** Classifies a pixel by its mean red, green and blue, each in 0..255. */
    static byte of(double red, double green, double blue) {
        double max = Math.max(red, Math.max(green, blue));
        double chroma = max - Math.min(red, Math.min(green, blue));
        double saturation = max > 0 ? 255 * chroma / max : 0;
        if (max < 64 || (max < 110 && saturation < 64)) {
            return BLACK;
        }
        if (max < 200 && saturation < 40) {
            return GREY;
        }
        boolean strong;
        boolean pale;
        if (green == max) {
            strong = green - red > 0.3 * chroma && saturation > 60;
            pale = green - red > 4 && saturation > 12;
        } else if (blue == max) {
            double violet = (red - green) / chroma;
            boolean overTissue = max < 110 && violet < 0.2 && saturation > 150;
            strong = overTissue || (violet < 0.08 && saturation > (violet < -0.1 ? 90 : 120));
            pale = violet < 0.08 && saturation > 15;
        } else {
            double pink = (blue - green) / chroma;
            strong = pink > -0.12 && pink < 0.18 && saturation > 160;
            pale = pink > -0.25 && pink < 0.2 && saturation > 40;
        }
        return strong ? STRONG : pale ? PALE : NONE;
    }
}
