package io.slidestream.proving.chaos;

import java.util.ArrayList;
import java.util.List;

/*
 * Zeller's delta debugging (ddmin, 2002), without its step of trying parts alone: what fails by chance of timing fails rarely with
 * a small part, so parts are taken away, the larger first.
 */
/** Finds the shortest sequence that still fails. */
final class Shrinking {
    private Shrinking() {}

    /** Tries a sequence. */
    interface Trial<T> {
        boolean fails(List<T> sequence) throws InterruptedException;
    }

    /**
     * @param failing known to fail
     * @param trials the most that are made; then the shortest found so far is returned
     */
    static <T> List<T> shortest(List<T> failing, int trials, Trial<T> trial) throws InterruptedException {
        List<T> shortest = failing;
        int left = trials;
        int part = Math.max(1, failing.size() / 2);
        while (!shortest.isEmpty() && left > 0) {
            boolean shrunk = false;
            for (int from = 0; from < shortest.size() && left > 0; ) {
                List<T> without = new ArrayList<>(shortest.subList(0, from));
                without.addAll(shortest.subList(Math.min(from + part, shortest.size()), shortest.size()));
                left--;
                if (trial.fails(without)) {
                    shortest = without;
                    shrunk = true;
                } else {
                    from += part;
                }
            }
            if (part == 1 && !shrunk) {
                return shortest;
            }
            part = Math.max(1, part / 2);
        }
        return shortest;
    }
}
