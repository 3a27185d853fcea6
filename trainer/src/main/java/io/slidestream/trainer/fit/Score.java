package io.slidestream.trainer.fit;

/**
 * How well tiles were classified.
 *
 * @param loss mean over the tiles, each with the weight of its class
 */
public record Score(double loss, double accuracy) {
    /** Score of no tiles. */
    public static final Score NONE = new Score(Double.NaN, Double.NaN);
}
