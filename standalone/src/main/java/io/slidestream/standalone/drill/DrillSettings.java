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

    List<Exercise> exercises() {
        return Exercises.all(outage).stream()
                .filter(exercise -> only.isEmpty() || only.contains(exercise.name()))
                .toList();
    }
}
