package io.slidestream.worker.telemetry;

/**
 * What a share group has not settled of a topic.
 *
 * @param blocks NaN if unknown
 * @param ageSeconds of the oldest; 0 if there is none, NaN if unknown
 */
public record Backlog(double blocks, double ageSeconds) {
    public static final Backlog UNKNOWN = new Backlog(Double.NaN, Double.NaN);
}
