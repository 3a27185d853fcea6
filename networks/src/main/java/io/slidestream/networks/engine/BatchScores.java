package io.slidestream.networks.engine;

/**
 * What an engine computes of a batch.
 *
 * @param logits as of {@link InferenceEngine#logits}
 * @param distances of each patch to what the model was trained on, 1 being the threshold; empty where the model cannot tell
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BatchScores(float[] logits, float[] distances) {
    /** Scores of a model that cannot tell what is familiar. */
    public BatchScores(float[] logits) {
        this(logits, new float[0]);
    }
}
