package io.slidestream.mapfiles.map;

import java.util.List;

/** The class a tile is counted and coloured as. */
public final class Winner {
    private Winner() {}

    /** Index of the largest probability; the first of equals. */
    public static int of(List<Float> probabilities) {
        int winner = 0;
        for (int i = 1; i < probabilities.size(); i++) {
            if (probabilities.get(i) > probabilities.get(winner)) {
                winner = i;
            }
        }
        return winner;
    }
}
