package io.slidestream.trainer.feed;

import io.slidestream.trainer.base.TrainingException;
import java.nio.FloatBuffer;

/**
 * The patches that a network is trained on, batch by batch.
 *
 * <p>What a batch holds depends on the seed, the epoch and the batch alone: not on threads, and not on what was asked for
 * before, so that a training that was killed and goes on sees the same bytes.
 */
public interface TrainingBatches {
    /**
     * Batches of an epoch, at least 1. Every batch is full: what is left of the shuffled tiles after the last whole batch
     * has no turn in this epoch, and where all tiles are fewer than a batch, it goes round them again.
     */
    int perEpoch();

    /**
     * Makes a batch.
     *
     * @param epoch from 0; each has an order of its own, unless tiles are shuffled once
     * @param batch of the epoch, from 0
     * @param patches gets the batch as N×3×height×width from place 0; its position and limit are neither used nor changed
     * @param classes gets the class of each patch; its length is the batch size
     * @throws TrainingException if a picture can no longer be read
     */
    void fill(int epoch, int batch, FloatBuffer patches, int[] classes);
}
