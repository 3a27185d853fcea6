package io.slidestream.trainer.encoder;

import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.weights.StoredAs;
import io.slidestream.trainer.recipe.NewModel;
import io.slidestream.trainer.recipe.TrainingTiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Request for a new classifier on a frozen encoder.
 *
 * @param encoder a bundle's folder, a file of weights, or an ONNX file whose output is the features
 * @param normalize what the encoder expects of the pixels; null for what its bundle says, or else ImageNet's
 * @param cache folder in which features are kept
 * @param storedAs the numbers in the bundle's file of weights
 * @param threads of the encoder
 */
public record EncoderRequest(
        TrainingTiles data,
        NewModel model,
        Path encoder,
        @Nullable Normalize normalize,
        Path cache,
        StoredAs storedAs,
        int threads) {
    public EncoderRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
    }
}
