package io.slidestream.proving.drill;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a drill.
 *
 * @param only names of exercises; empty for all
 * @param outage how long the broker is away, and the bucket
 */
public record DrillSettings(int widthPx, int heightPx, List<String> only, Duration outage) {
    /** The first leaves dead letters, the others need folders of the drill's own. */
    private static final List<String> UNASKED = List.of(
            "junk",
            "aggregator-writing",
            "aggregator-hangs",
            "bucket-away",
            "network-away",
            "results-full",
            "state-full");

    private static final List<String> WITH_DISKS = List.of("results-full", "state-full");

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
     * Exercises that were requested; if none were, those that fit.
     *
     * @param ofRunning whether others use the set-up
     * @param disks whether disks can be made full there
     */
    List<Exercise> exercises(boolean ofRunning, boolean disks) {
        return Exercises.all(outage).stream()
                .filter(exercise -> only.isEmpty()
                        ? !(ofRunning && UNASKED.contains(exercise.name()))
                                && (disks || !WITH_DISKS.contains(exercise.name()))
                        : only.contains(exercise.name()))
                .toList();
    }
}
