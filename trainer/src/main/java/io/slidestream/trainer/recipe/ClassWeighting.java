package io.slidestream.trainer.recipe;

import java.util.stream.IntStream;

/**
 * Weight of a tile in the loss by how many its class has. Full balance makes every class count the same, and costs the
 * frequent classes more right answers than it brings the rare ones; the root stands between.
 */
public enum ClassWeighting {
    /** Every tile counts the same. */
    NONE("every tile counting the same", 0),
    /** A class of four times as many tiles counts twice as much. */
    ROOT("each class counting by the root of its tiles", 0.5);

    private final String told;
    private final double power;

    ClassWeighting(String told, double power) {
        this.told = told;
        this.power = power;
    }

    /** What it does, for people, after "with" or a comma. */
    public String told() {
        return told;
    }

    /**
     * Weights of the classes; they average 1 over the tiles.
     *
     * @param counts tiles of each class
     */
    public double[] weights(int[] counts) {
        double[] weights = IntStream.of(counts)
                .mapToDouble(count -> Math.pow(Math.max(1, count), -power))
                .toArray();
        double tiles = 0;
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            tiles += counts[c];
            sum += counts[c] * weights[c];
        }
        for (int c = 0; c < counts.length; c++) {
            weights[c] *= tiles / sum;
        }
        return weights;
    }
}
