package io.slidestream.proving.bench;

import java.util.ArrayList;
import java.util.List;

/** The middle of some values. */
final class Medians {
    private Medians() {}

    /** Median of the ratios of two values of the same round: what slows the machine slows both. */
    static double ofRatios(List<Double> above, List<Double> below) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < above.size(); round++) {
            ratios.add(above.get(round) / below.get(round));
        }
        return of(ratios);
    }

    static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
