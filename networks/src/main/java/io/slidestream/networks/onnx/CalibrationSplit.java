package io.slidestream.networks.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A third of each class to take ranges from, the rest to measure on. Of many, classes being equal in number as far as
 * they go, some are enough.
 */
record CalibrationSplit<P extends LabelledPicture>(List<P> calibration, List<P> heldOut) {
    static final int MOST_CALIBRATION = 512;
    static final int MOST_HELD_OUT = 4_096;

    private static final long SEED = 1;

    static <P extends LabelledPicture> CalibrationSplit<P> of(List<P> pictures) {
        Map<Integer, List<P>> byClass = new TreeMap<>();
        for (P picture : pictures) {
            byClass.computeIfAbsent(picture.classIndex(), index -> new ArrayList<>())
                    .add(picture);
        }
        Random random = new Random(SEED);
        byClass.values().forEach(some -> Collections.shuffle(some, random));
        return new CalibrationSplit<>(
                inTurn(byClass, place -> place % 3 == 0, MOST_CALIBRATION),
                inTurn(byClass, place -> place % 3 != 0, MOST_HELD_OUT));
    }

    /** One of each class, then the next of each. */
    private static <P> List<P> inTurn(Map<Integer, List<P>> byClass, java.util.function.IntPredicate which, int most) {
        record Placed<P>(int place, P picture) {}
        return byClass.values().stream()
                .flatMap(some -> IntStream.range(0, some.size())
                        .filter(which)
                        .mapToObj(place -> new Placed<>(place, some.get(place))))
                .sorted(Comparator.comparingInt(Placed::place))
                .limit(most)
                .map(Placed::picture)
                .toList();
    }
}
