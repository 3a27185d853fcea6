package io.slidestream.trainer.fit;

import io.slidestream.networks.engine.ClassScores;

/**
 * A linear layer: logits = weights · features + bias.
 *
 * @param weights by class and feature
 * @param bias by class
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
public record LinearHead(double[][] weights, double[] bias) {
    static LinearHead zeros(int classCount, int featureCount) {
        return new LinearHead(new double[classCount][featureCount], new double[classCount]);
    }

    /** Logits of one patch. */
    public double[] logits(float[] features) {
        double[] logits = bias.clone();
        for (int c = 0; c < logits.length; c++) {
            double[] row = weights[c];
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                sum += row[j] * features[j];
            }
            logits[c] += sum;
        }
        return logits;
    }

    public double[] probabilities(float[] features) {
        return ClassScores.softmax(logits(features));
    }

    LinearHead copy() {
        double[][] rows = new double[weights.length][];
        for (int c = 0; c < rows.length; c++) {
            rows[c] = weights[c].clone();
        }
        return new LinearHead(rows, bias.clone());
    }
}
