package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.InferenceEngine;
import java.util.List;

/** A network's answers to some pictures: a row for each, a probability for each class. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Probabilities(double[][] rows) {
    static Probabilities of(InferenceEngine engine, ModelConfig config, List<? extends LabelledPicture> pictures) {
        int classes = engine.classCount();
        double[][] rows = new double[pictures.size()][];
        new PictureBatch(config, engine.layout(), engine.batchSize()).forEach(pictures, (patches, first, count) -> {
            float[] logits = engine.logits(patches, count);
            for (int i = 0; i < count; i++) {
                rows[first + i] = softmax(logits, i * classes, classes);
            }
        });
        return new Probabilities(rows);
    }

    double accuracy(List<? extends LabelledPicture> pictures) {
        int right = 0;
        for (int i = 0; i < rows.length; i++) {
            right += highest(rows[i]) == pictures.get(i).classIndex() ? 1 : 0;
        }
        return right / (double) rows.length;
    }

    /** Share of the pictures with the same class. */
    double agreement(Probabilities other) {
        int same = 0;
        for (int i = 0; i < rows.length; i++) {
            same += highest(rows[i]) == highest(other.rows[i]) ? 1 : 0;
        }
        return same / (double) rows.length;
    }

    double meanAbsDifference(Probabilities other) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows[i].length; k++) {
                sum += Math.abs(rows[i][k] - other.rows[i][k]) / rows[i].length;
            }
        }
        return sum / rows.length;
    }

    /** The class, or -1 where a probability is no number, which agrees with nothing that is right. */
    private static int highest(double[] row) {
        int highest = 0;
        for (int k = 0; k < row.length; k++) {
            if (Double.isNaN(row[k])) {
                return -1;
            }
            highest = row[k] > row[highest] ? k : highest;
        }
        return highest;
    }

    private static double[] softmax(float[] logits, int first, int count) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            most = Math.max(most, logits[first + k]);
        }
        double[] row = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            row[k] = Math.exp(logits[first + k] - most);
            sum += row[k];
        }
        for (int k = 0; k < count; k++) {
            row[k] /= sum;
        }
        return row;
    }
}
