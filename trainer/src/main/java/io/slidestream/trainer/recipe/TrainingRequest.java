package io.slidestream.trainer.recipe;

import io.slidestream.networks.bundle.TransformStep.Normalize;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request for a training.
 *
 * @param pretrained safetensors or .pth file with the network's weights, or the folder of a bundle, or null
 * @param normalize what the pretrained weights expect of the pixels
 * @param recipe how to train
 * @param threads of the network
 * @param resumes whether to go on where a killed training of the same request was
 */
public record TrainingRequest(
        TrainingTiles data,
        NewModel model,
        StartingNetwork network,
        @Nullable Path pretrained,
        Normalize normalize,
        Recipe recipe,
        int threads,
        boolean resumes) {
    /** RGB minus (123, 117, 104) on the 0..255 scale, as the SqueezeNet weights of its authors (Caffe) expect it. */
    public static final Normalize CAFFE =
            new Normalize(List.of(123 / 255.0, 117 / 255.0, 104 / 255.0), List.of(1 / 255.0, 1 / 255.0, 1 / 255.0));

    /** Normalisation that torchvision's weights expect. */
    public static final Normalize TORCHVISION =
            new Normalize(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    public TrainingRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
    }
}
