package io.slidestream.viewer.api;

import java.awt.Color;
import java.util.List;
import java.util.Map;

/**
 * Colours that people with any colour vision tell apart: Paul Tol's muted scheme, whose nine hues also differ in lightness.
 * The classes of Kather keep the hue next to their usual one; other models get the scheme in order, and again, darker, past
 * its end.
 */
final class SafePalette {
    private static final List<Integer> MUTED =
            List.of(0x882255, 0xDDCC77, 0x117733, 0x332288, 0x88CCEE, 0x44AA99, 0x999933, 0xCC6677, 0xAA4499, 0xDDDDDD);

    private static final Map<String, Integer> KATHER = Map.of(
            "ADI", 0xDDDDDD,
            "BACK", 0x555555,
            "DEB", 0xAA4499,
            "LYM", 0x332288,
            "MUC", 0x88CCEE,
            "MUS", 0x117733,
            "NORM", 0x44AA99,
            "STR", 0xDDCC77,
            "TUM", 0x882255);

    private SafePalette() {}

    static int colour(List<String> classNames, int index) {
        if (KATHER.keySet().containsAll(classNames)) {
            return KATHER.getOrDefault(classNames.get(index), 0x888888);
        }
        Color colour = new Color(MUTED.get(index % MUTED.size()));
        for (int turn = index / MUTED.size(); turn > 0; turn--) {
            colour = colour.darker();
        }
        return colour.getRGB() & 0xFFFFFF;
    }
}
