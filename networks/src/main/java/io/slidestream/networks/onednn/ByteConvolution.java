package io.slidestream.networks.onednn;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.ByteLayer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Window;
import io.slidestream.networks.onednn.Primitives.After;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * oneDNN gives sum · factor + bias, then what comes after, then rounds to the nearest and clips to 0..255. With factor and
 * bias in steps of the target nothing is left to divide by. Zeros that are not the byte 0 go into the bias: the source's
 * times the sum of the weights, where nothing is padded; the target's and that of what is added, where no function stands
 * between. A ReLU whose zero is the byte 0 is the clipping.
 */
/**
 * A convolution of bytes in oneDNN's terms.
 *
 * @param factors of an output's sum of products, one an output
 * @param biases one an output
 * @param givesZero whether oneDNN has to know the source's zero, since padding stands for it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ByteConvolution(float[] factors, float[] biases, List<After> afters, boolean givesZero) {
    private static final float SIX = 6;
    /** By what share a range of six may end beyond it. */
    private static final float ROUNDING = 1e-5f;

    ByteConvolution {
        afters = List.copyOf(afters);
    }

    /**
     * A convolution and what it takes in.
     *
     * @param wanted functions, bytes between them, and at most one sum, of floats
     * @param summed bytes of what is added; null where nothing is
     * @param target bytes of the result; null where it is in floats
     */
    static ByteConvolution of(
            ByteLayer layer,
            ByteScale source,
            Window window,
            List<After> wanted,
            @Nullable ByteScale summed,
            @Nullable ByteScale target) {
        ByteScale steps = wanted.stream().allMatch(ByteConvolution::scales) ? target : null;
        double unit = steps == null ? 1 : steps.scale();
        Following following = new Following();
        for (After after : clippedBy(target, wanted)) {
            if (after instanceof After.Bytes bytes) {
                following.round(bytes, unit);
            } else if (after instanceof After.Sum && summed != null) {
                double factor = summed.scale() / unit;
                following.shift(-summed.zero() * factor);
                following.add(new After.Sum((float) factor));
            } else if (isSix(after)) {
                following.add(new After.Clip(0, (float) (SIX / unit)));
            } else {
                following.add(after);
            }
        }
        if (steps != null) {
            following.shift(steps.zero());
        } else if (target != null) {
            following.add(new After.Linear(1 / target.scale(), target.zero()));
        }
        boolean givesZero = source.zero() != 0 && window.isPadded();
        float[] factors = new float[layer.outputs()];
        float[] biases = new float[layer.outputs()];
        for (int output = 0; output < factors.length; output++) {
            double factor = (double) source.scale() * layer.scales()[output] / following.unit(unit);
            long zeros = givesZero ? 0 : (long) source.zero() * layer.sum(output);
            factors[output] = (float) factor;
            biases[output] = (float) ((layer.bias()[output] - zeros) * factor + following.bias);
        }
        return new ByteConvolution(factors, biases, following.afters, givesZero);
    }

    /** What comes after the convolution, and what of it goes into the bias. */
    private static final class Following {
        private final List<After> afters = new ArrayList<>();
        private double bias;
        private @Nullable ByteScale first;

        void add(After after) {
            afters.add(after);
        }

        /** Adds a number, as part of the step before, since sums are the same before and behind it. */
        void shift(double by) {
            int last = afters.size() - 1;
            while (last >= 0 && afters.get(last) instanceof After.Sum) {
                last--;
            }
            if (last < 0) {
                bias += by;
            } else if (afters.get(last) instanceof After.Linear linear) {
                afters.set(last, new After.Linear(linear.factor(), (float) (linear.shift() + by)));
            } else if (by != 0) {
                afters.add(new After.Linear(1, (float) by));
            }
        }

        /** Makes bytes, at the beginning without a step of its own. */
        void round(After.Bytes bytes, double unit) {
            List<After> steps = bytes.steps(unit);
            if (afters.isEmpty()) {
                first = bytes.scale();
                bias = bytes.scale().zero();
                afters.addAll(steps.subList(1, steps.size()));
            } else {
                afters.addAll(steps);
            }
        }

        /** In what the convolution itself is. */
        double unit(double otherwise) {
            return first == null ? otherwise : first.scale();
        }
    }

    /** Whether a positive factor may be taken before it instead of behind. */
    private static boolean scales(After after) {
        return after instanceof After.Sum || after instanceof After.Bytes || isRelu(after) || isSix(after);
    }

    private static boolean isRelu(After after) {
        return after instanceof After.Function function && function.activation() == Activation.RELU;
    }

    private static boolean isSix(After after) {
        return after instanceof After.Function function && function.activation() == Activation.RELU6;
    }

    /** All but a last function that the clipping to bytes does. */
    private static List<After> clippedBy(@Nullable ByteScale target, List<After> wanted) {
        if (target == null || target.zero() != 0 || wanted.isEmpty()) {
            return wanted;
        }
        After last = wanted.get(wanted.size() - 1);
        boolean isClipped = isRelu(last) || isSix(last) && target.scale() * ByteScale.LARGEST <= SIX * (1 + ROUNDING);
        return isClipped ? wanted.subList(0, wanted.size() - 1) : wanted;
    }
}
