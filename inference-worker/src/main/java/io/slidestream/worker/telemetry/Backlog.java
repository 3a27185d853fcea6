package io.slidestream.worker.telemetry;

/**
 * Backlog of a share group in a topic: blocks not acknowledged for good.
 *
 * @param blocks NaN if unknown
 * @param ageSeconds of the oldest; 0 if there is none, NaN if unknown
 */
public record Backlog(double blocks, double ageSeconds) {
    public static final Backlog UNKNOWN = new Backlog(Double.NaN, Double.NaN);
}
