package io.slidestream.trainer.recipe;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.trainer.data.Unreadable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Request for an evaluation.
 *
 * @param tiles labelled tiles the model was not trained on
 * @param out folder of the report; an earlier report there gives way
 * @param train tiles to train the colour baselines on, or null for a report without them
 * @param seed of the halves that the temperature is fitted on, and of the baselines
 * @param symmetries 1, or 8 for the mean over a tile's turned and mirrored forms
 * @param threads of the network
 */
public record EvaluationRequest(
        ModelBundle model,
        Path tiles,
        Path out,
        @Nullable Path train,
        Unreadable unreadable,
        long seed,
        int symmetries,
        int threads) {
    public EvaluationRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
    }
}
