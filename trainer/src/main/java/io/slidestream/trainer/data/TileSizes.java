package io.slidestream.trainer.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sizes of the pictures of a set. The network sees the square in the middle of each, resized to its input.
 *
 * @param usualPx side of most squares, the larger of two that are as frequent
 * @param tilesBySide how many squares there are of each side
 * @param cropped pictures that are not square
 */
public record TileSizes(int usualPx, Map<Integer, Integer> tilesBySide, int cropped) {
    private static final int MOST_NAMED = 5;

    /** Size of one picture. */
    record Of(int widthPx, int heightPx) {
        static final Of NOTHING = new Of(0, 0);
    }

    static TileSizes of(List<Of> pictures) {
        Map<Integer, Integer> tilesBySide = new TreeMap<>(Comparator.reverseOrder());
        int cropped = 0;
        for (Of picture : pictures) {
            tilesBySide.merge(Math.min(picture.widthPx(), picture.heightPx()), 1, Integer::sum);
            cropped += picture.widthPx() == picture.heightPx() ? 0 : 1;
        }
        int usual = 0;
        for (Map.Entry<Integer, Integer> side : tilesBySide.entrySet()) {
            usual = side.getValue() > tilesBySide.getOrDefault(usual, 0) ? side.getKey() : usual;
        }
        return new TileSizes(usual, tilesBySide, cropped);
    }

    /** Notes on the sizes for people, a line each; empty where all are squares of one size. */
    public List<String> remarks() {
        List<String> lines = new ArrayList<>();
        if (tilesBySide.size() > 1) {
            List<String> sides = tilesBySide.entrySet().stream()
                    .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                    .map(side -> side.getValue() + " of " + side.getKey() + " px")
                    .toList();
            lines.add("tiles of " + sides.size() + " sizes, each resized to the network's: "
                    + String.join(", ", sides.subList(0, Math.min(MOST_NAMED, sides.size())))
                    + (sides.size() > MOST_NAMED ? " and others" : ""));
        }
        if (cropped > 0) {
            lines.add("not square, so that the square in the middle is used: " + cropped);
        }
        return lines;
    }
}
