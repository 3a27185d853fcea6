package io.slidestream.trainer.fit;

/**
 * State of a training after a batch.
 *
 * @param phase what is being trained, as people call it: {@code new layer}, {@code all layers}
 * @param epoch of the phase, from 1
 * @param epochs of the phase, at most
 * @param batch of the epoch, from 1
 * @param batches of the epoch
 * @param loss of this batch
 * @param accuracy share of this batch that was answered right
 * @param imagesPerSecond as of late; NaN before there is a rate
 * @param secondsLeft of the whole training, at most; NaN before there is a rate
 */
public record BatchRecord(
        String phase,
        int epoch,
        int epochs,
        int batch,
        int batches,
        double loss,
        double accuracy,
        double imagesPerSecond,
        double secondsLeft) {
    public BatchRecord {
        if (epoch < 1 || epoch > epochs) {
            throw new IllegalArgumentException("epoch must be in 1.." + epochs + ", was " + epoch);
        }
        if (batch < 1 || batch > batches) {
            throw new IllegalArgumentException("batch must be in 1.." + batches + ", was " + batch);
        }
    }
}
