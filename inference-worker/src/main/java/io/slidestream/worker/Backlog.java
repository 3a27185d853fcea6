package io.slidestream.worker;

/**
 * What a share group has not settled of a topic.
 *
 * @param blocks NaN if unknown
 * @param ageSeconds of the oldest; 0 if there is none, NaN if unknown
 */
record Backlog(double blocks, double ageSeconds) {
    static final Backlog UNKNOWN = new Backlog(Double.NaN, Double.NaN);
}
