package io.slidestream.proving.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws faults. The same seed draws the same. */
final class Sequences {
    private static final int SHORTEST_PAUSE_MILLIS = 1000;
    private static final int LONGEST_PAUSE_MILLIS = 7000;
    private static final int SHORTEST_HOLD_MILLIS = 300;
    private static final int LONGEST_HOLD_MILLIS = 15_000;

    private Sequences() {}

    /** Faults that begin within a time; many holds are short, some long. */
    static List<Step> draw(long seed, Duration length, int brokers) {
        Random random = new Random(seed);
        List<Fault> faults = Fault.of(brokers).toList();
        List<Step> steps = new ArrayList<>();
        long at = 0;
        while (true) {
            long pause = between(random, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
            double share = random.nextDouble();
            long hold = SHORTEST_HOLD_MILLIS + Math.round(share * share * (LONGEST_HOLD_MILLIS - SHORTEST_HOLD_MILLIS));
            Fault fault = faults.get(random.nextInt(faults.size()));
            int broker = 1 + random.nextInt(brokers);
            at += pause;
            if (at > length.toMillis()) {
                return steps;
            }
            steps.add(new Step(fault, broker, Duration.ofMillis(pause), Duration.ofMillis(hold)));
        }
    }

    private static int between(Random random, int low, int high) {
        return low + random.nextInt(high - low + 1);
    }
}
