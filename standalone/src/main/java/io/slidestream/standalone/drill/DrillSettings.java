package io.slidestream.standalone.drill;

import java.time.Duration;
import java.util.List;

/**
 * What a drill does.
 *
 * @param only names of exercises; empty for all
 * @param outage how long the broker is away
 */
public record DrillSettings(int widthPx, int heightPx, List<String> only, Duration outage) {
    /** One leaves dead letters, the other needs the aggregator's own disk. */
    private static final List<String> UNASKED = List.of("junk", "aggregator-writing");

    public DrillSettings {
        only = List.copyOf(only);
        List<String> known = names();
        for (String name : only) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "no exercise is named '" + name + "', they are " + String.join(", ", known));
            }
        }
        if (outage.isNegative() || outage.compareTo(Duration.ofMinutes(2)) > 0) {
            throw new IllegalArgumentException("the outage must be from 0 to 120 s, was " + outage.toSeconds() + " s");
        }
    }

    /** Of all exercises. */
    public static List<String> names() {
        return Exercises.all(Duration.ZERO).stream().map(Exercise::name).toList();
    }

    /** Those that are asked for; of a running set-up without junk for its dead letters, unless that is asked for. */
    List<Exercise> exercises(boolean ofRunning) {
        return Exercises.all(outage).stream()
                .filter(exercise -> only.isEmpty()
                        ? !(ofRunning && UNASKED.contains(exercise.name()))
                        : only.contains(exercise.name()))
                .toList();
    }
}
