package io.slidestream.trainer;

/**
 * Shares of each class's tiles. What training and validation leave is the test split.
 *
 * @param training share the weights are trained on
 * @param validation share the recipe is chosen on
 */
public record SplitRatios(double training, double validation) {
    /** Kather's: 40 % training, 20 % validation, 40 % test. */
    public static final SplitRatios KATHER = new SplitRatios(0.4, 0.2);

    public SplitRatios {
        if (!(training > 0 && validation > 0 && training + validation < 1)) {
            throw new IllegalArgumentException("training and validation shares must be positive and leave some for "
                    + "the test, were " + training + " and " + validation);
        }
    }

    public double test() {
        return 1 - training - validation;
    }
}
