package io.slidestream.trainer.fit;

/**
 * The figures of an epoch.
 *
 * @param phase what is being trained, as people call it: {@code new layer}, {@code all layers}
 * @param epoch of the phase, from 1
 * @param epochs of the phase, at most
 * @param learningRate at the end of the epoch
 * @param training mean over the epoch's batches
 * @param validation no numbers where this epoch was not validated
 * @param imagesPerSecond trained, over the epoch
 * @param secondsLeft of the whole training, at most
 */
public record EpochRecord(
        String phase,
        int epoch,
        int epochs,
        double learningRate,
        Score training,
        Score validation,
        double imagesPerSecond,
        double secondsLeft) {
    public EpochRecord {
        if (epoch < 1 || epoch > epochs) {
            throw new IllegalArgumentException("epoch must be in 1.." + epochs + ", was " + epoch);
        }
    }

    public boolean validated() {
        return !Double.isNaN(validation.loss());
    }

    public double trainingLoss() {
        return training.loss();
    }

    public double trainingAccuracy() {
        return training.accuracy();
    }

    public double validationLoss() {
        return validation.loss();
    }

    public double validationAccuracy() {
        return validation.accuracy();
    }
}
