package io.slidestream.trainer.picture;

import java.util.SplittableRandom;

/**
 * Another lab's stain: the concentrations of haematoxylin, eosin and the rest of a picture scaled and shifted.
 *
 * <p>Colour deconvolution after Ruifrok and Johnston (2001), as Tellez et al. (2018) vary it for training. A sample I has
 * the optical density −ln((I + 1) / 256); a pixel's three densities are a sum of the stains' vectors, each as often as its
 * concentration. Written as one matrix and one offset on the densities.
 *
 * @param matrix from a pixel's densities (rows) to its new ones (columns), red, green, blue
 * @param offset what is added to each
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
public record StainChange(double[][] matrix, double[] offset) {
    /** Densities of red, green and blue under pure haematoxylin and pure eosin, as Ruifrok and Johnston measured them. */
    private static final double[] HAEMATOXYLIN = unit(0.65, 0.70, 0.29);

    private static final double[] EOSIN = unit(0.07, 0.99, 0.11);
    /** Residual direction that neither explains, at right angles to both. */
    private static final double[] RESIDUAL = unit(
            HAEMATOXYLIN[1] * EOSIN[2] - HAEMATOXYLIN[2] * EOSIN[1],
            HAEMATOXYLIN[2] * EOSIN[0] - HAEMATOXYLIN[0] * EOSIN[2],
            HAEMATOXYLIN[0] * EOSIN[1] - HAEMATOXYLIN[1] * EOSIN[0]);

    private static final double[][] STAINS = {HAEMATOXYLIN, EOSIN, RESIDUAL};
    private static final double[][] UNMIXING = inverse(STAINS);

    /** A shift of a fourth of the strength tints glass about as much as the scale changes tissue. */
    private static final double SHIFT_SHARE = 0.25;

    /**
     * @param scale of the concentrations of haematoxylin, eosin and the rest; 1 leaves them
     * @param shift added to each after that, in optical density; 0 leaves them
     */
    public static StainChange of(double[] scale, double[] shift) {
        double[][] matrix = new double[3][3];
        double[] offset = new double[3];
        for (int stain = 0; stain < 3; stain++) {
            for (int to = 0; to < 3; to++) {
                for (int from = 0; from < 3; from++) {
                    matrix[from][to] += UNMIXING[from][stain] * scale[stain] * STAINS[stain][to];
                }
                offset[to] += shift[stain] * STAINS[stain][to];
            }
        }
        return new StainChange(matrix, offset);
    }

    /** Draws scales from 1 ± strength and shifts from 0 ± a fourth of it, all evenly. */
    public static StainChange drawn(SplittableRandom random, double strength) {
        double[] scale = new double[3];
        double[] shift = new double[3];
        for (int stain = 0; stain < 3; stain++) {
            scale[stain] = 1 + strength * (2 * random.nextDouble() - 1);
            shift[stain] = strength * SHIFT_SHARE * (2 * random.nextDouble() - 1);
        }
        return of(scale, shift);
    }

    private static double[] unit(double... vector) {
        double length = Math.sqrt(dot(vector, vector));
        return new double[] {vector[0] / length, vector[1] / length, vector[2] / length};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[][] inverse(double[][] m) {
        double[][] cofactors = new double[3][3];
        for (int i = 0; i < 3; i++) {
            int a = (i + 1) % 3;
            int b = (i + 2) % 3;
            for (int j = 0; j < 3; j++) {
                int c = (j + 1) % 3;
                int d = (j + 2) % 3;
                cofactors[j][i] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
            }
        }
        double determinant = m[0][0] * cofactors[0][0] + m[0][1] * cofactors[1][0] + m[0][2] * cofactors[2][0];
        for (double[] row : cofactors) {
            for (int j = 0; j < 3; j++) {
                row[j] /= determinant;
            }
        }
        return cofactors;
    }
}
