package io.slidestream.trainer.data;

/**
 * Shares of each class's tiles. What training and validation leave is the test split.
 *
 * @param training share the weights are trained on
 * @param validation share the recipe is chosen on
 */
public record SplitRatios(double training, double validation) {
    /** Kather's: 40 % training, 20 % validation, 40 % test. */
    public static final SplitRatios KATHER = new SplitRatios(0.4, 0.2);

    /** The same where the test tiles come from elsewhere. */
    public static final SplitRatios KATHER_WITHOUT_TEST = new SplitRatios(2.0 / 3, 1.0 / 3);

    private static final double ROUNDING = 1e-9;

    public SplitRatios {
        if (!(training > 0 && validation > 0 && training + validation < 1 + ROUNDING)) {
            throw new IllegalArgumentException("training and validation shares must be positive and at most 1 together,"
                    + " were " + training + " and " + validation);
        }
    }

    /** 0 where the test tiles come from elsewhere. */
    public double test() {
        double rest = 1 - training - validation;
        return rest < ROUNDING ? 0 : rest;
    }
}
