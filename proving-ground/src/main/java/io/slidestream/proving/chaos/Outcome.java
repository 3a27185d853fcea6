package io.slidestream.proving.chaos;

import java.util.List;
import java.util.Map;

/**
 * What came of a sequence.
 *
 * @param violations of guarantees, for people
 * @param recoveries seconds from the end of a fault until the chain worked again, by the fault's label
 */
record Outcome(int slides, List<String> violations, Map<String, List<Double>> recoveries) {
    boolean failed() {
        return !violations.isEmpty();
    }
}
