package io.slidestream.trainer.measure;

/**
 * A counted share with its uncertainty.
 *
 * @param count how many
 * @param of out of how many
 */
public record Proportion(int count, int of) {
    private static final double Z_95 = 1.959963984540054;

    public Proportion {
        if (of < 1 || count < 0 || count > of) {
            throw new IllegalArgumentException("a share needs 0 <= count <= of and of >= 1, was " + count + "/" + of);
        }
    }

    public double value() {
        return (double) count / of;
    }

    /** Lower end of the 95 % interval after Wilson (1927), which holds for few tiles and for shares near 1 too. */
    public double low() {
        return Math.max(0, center() - halfWidth());
    }

    /** Upper end of the same interval. */
    public double high() {
        return Math.min(1, center() + halfWidth());
    }

    private double center() {
        return (value() + Z_95 * Z_95 / (2 * of)) / (1 + Z_95 * Z_95 / of);
    }

    private double halfWidth() {
        double p = value();
        return Z_95 / (1 + Z_95 * Z_95 / of) * Math.sqrt(p * (1 - p) / of + Z_95 * Z_95 / (4.0 * of * of));
    }
}
