package io.slidestream.networks.familiar;

import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/*
 * Mahalanobis's distance to the nearest class, in the features that the classifier sees. Few tiles say little of 1,280² covariances:
 * the shared covariance is its diagonal, drawn a little towards its mean. Features behind a ReLU are skewed, so it is taken of their
 * square roots. Of what was tried on real tiles (a full covariance of 0 to 128 directions, the nearest neighbours, features as they are
 * and of length 1) nothing told skin, ink and another magnification from colon better.
 */
/**
 * Statistics of the features of the tiles that a model was trained on: a mean for each class, a variance for each feature that all classes
 * share, and the distance beyond which a tile counts as unfamiliar.
 */
public final class Familiar {
    private static final String MEANS = "means";
    private static final String VARIANCES = "variances";
    private static final String THRESHOLD = "threshold";

    private final Tensor means;
    private final Tensor variances;
    private final double threshold;

    /**
     * @param means [classes, features], of the signed roots of features
     * @param variances [features], the same in all classes
     * @param threshold the distance that is 1 from then on
     */
    Familiar(Tensor means, Tensor variances, double threshold) {
        if (means.shape().length != 2 || !variances.hasShape(means.shape()[1]) || means.shape()[0] < 1) {
            throw new IllegalArgumentException(
                    "means must be [classes, features] and variances [features], were " + means + " and " + variances);
        }
        for (float mean : means.values()) {
            if (!Float.isFinite(mean)) {
                throw new IllegalArgumentException("means hold " + mean);
            }
        }
        for (float variance : variances.values()) {
            if (!(variance > 0 && variance < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("variances must be positive, one is " + variance);
            }
        }
        if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("threshold must be positive, was " + threshold);
        }
        this.means = means;
        this.variances = variances;
        this.threshold = threshold;
    }

    /**
     * Reads a file of statistics.
     *
     * @throws IllegalArgumentException saying what is wrong with its content
     */
    public static Familiar read(Path file) throws IOException {
        Map<String, Tensor> tensors = Safetensors.read(file);
        Tensor means = tensors.get(MEANS);
        Tensor variances = tensors.get(VARIANCES);
        Tensor threshold = tensors.get(THRESHOLD);
        if (means == null || variances == null || threshold == null || threshold.values().length != 1) {
            throw new IllegalArgumentException(file.getFileName() + " must hold " + MEANS + ", " + VARIANCES
                    + " and one " + THRESHOLD + ", holds " + tensors);
        }
        try {
            return new Familiar(means, variances, threshold.values()[0]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.getFileName() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Writes safetensors; equal statistics give equal bytes. */
    public void write(Path file) throws IOException {
        Map<String, Tensor> tensors = new TreeMap<>();
        tensors.put(MEANS, means);
        tensors.put(VARIANCES, variances);
        tensors.put(THRESHOLD, new Tensor(new int[] {1}, new float[] {(float) threshold}));
        Safetensors.write(file, tensors);
    }

    public int classCount() {
        return means.shape()[0];
    }

    public int featureCount() {
        return means.shape()[1];
    }

    /**
     * Distance of a tile to the nearest class, in parts of the threshold: above 1 it is unfamiliar.
     *
     * @param features of several tiles, one after the other
     * @param tile which of them
     * @return infinite where a feature is no number
     */
    public float distance(float[] features, int tile) {
        int width = featureCount();
        float[] roots = new float[width];
        for (int i = 0; i < width; i++) {
            roots[i] = root(features[tile * width + i]);
        }
        double nearest = Double.POSITIVE_INFINITY;
        for (int c = 0; c < classCount(); c++) {
            nearest = Math.min(nearest, squared(roots, c, nearest));
        }
        return (float) (Math.sqrt(nearest) / threshold);
    }

    /**
     * The distance that {@value FamiliarFit#FAMILIAR_SHARE} of these tiles keep, in parts of the threshold.
     *
     * @param features a vector for each tile
     * @throws IllegalArgumentException if the tiles are too few for it
     */
    public double reach(List<float[]> features) {
        FamiliarFit.checkEnough(features.size());
        return FamiliarFit.kept(
                features.stream().mapToDouble(tile -> distance(tile, 0)).toArray());
    }

    /** The same with another threshold, {@code factor} times as far. */
    public Familiar stretched(double factor) {
        return new Familiar(means, variances, threshold * factor);
    }

    /** Distances of the first {@code count} tiles. */
    public float[] distances(float[] features, int count) {
        float[] distances = new float[count];
        for (int tile = 0; tile < count; tile++) {
            distances[tile] = distance(features, tile);
        }
        return distances;
    }

    /** @param bound where it may end: what is farther need not be known exactly */
    private double squared(float[] roots, int classIndex, double bound) {
        float[] mean = means.values();
        float[] variance = variances.values();
        int from = classIndex * roots.length;
        double sum = 0;
        for (int i = 0; i < roots.length && !(sum >= bound); i++) {
            double difference = roots[i] - mean[from + i];
            sum += difference * difference / variance[i];
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    static float root(float feature) {
        return (float) Math.copySign(Math.sqrt(Math.abs(feature)), feature);
    }
}
