package io.slidestream.proving.drill;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Settings of a drill.
 *
 * @param only names of exercises; empty for all
 * @param outage how long the broker is away, and the bucket
 */
public record DrillSettings(int widthPx, int heightPx, List<String> only, Duration outage) {
    /** The first leaves dead letters, the others need folders of the drill's own. */
    static final List<String> UNASKED = List.of(
            "junk", "aggregator-writing", "aggregator-hangs", "bucket-away", "both-away", "results-full", "state-full");

    static final List<String> WITH_DISKS = List.of("results-full", "state-full");

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

    /** Names of all exercises. */
    public static List<String> names() {
        return Exercises.all(Duration.ZERO).stream().map(Exercise::name).toList();
    }

    /**
     * Exercises that were requested; if none were, all that fit.
     *
     * @param unfit names of those that do not fit the set-up
     */
    List<Exercise> exercises(Set<String> unfit) {
        return Exercises.all(outage).stream()
                .filter(exercise -> only.isEmpty() ? !unfit.contains(exercise.name()) : only.contains(exercise.name()))
                .toList();
    }
}
