package io.slidestream.trainer.recipe;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Unreadable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request for a training.
 *
 * @param tiles folder of class folders, or an npz archive of images and labels
 * @param test the same, to test on instead of a part of the tiles, or null
 * @param out the bundle's folder; a bundle that is there gives way
 * @param pretrained safetensors or .pth file with the architecture's weights under torchvision's names, or null
 * @param recipe how to train
 * @param name of the model
 * @param tileMpp microns per pixel of the tiles
 * @param ratios of the parts; without a test share where {@code test} is given, or where nothing is to be tested on. Null:
 *     the parts that the data come in, or else Kather's
 * @param seed of the split and of the order of training
 * @param threads of the network
 * @param normalize what the pretrained weights expect of the pixels
 * @param resumes whether to go on where a killed training of the same request was
 * @param licence of the new weights, or null
 * @param notes Markdown for the model card, after its head: origin and licence of data and weights, limits; or null
 */
public record TrainingRequest(
        Path tiles,
        @Nullable Path test,
        Path out,
        Architecture architecture,
        @Nullable Path pretrained,
        Recipe recipe,
        String name,
        double tileMpp,
        @Nullable SplitRatios ratios,
        Unreadable unreadable,
        long seed,
        int threads,
        Normalize normalize,
        boolean resumes,
        @Nullable String licence,
        @Nullable String notes) {
    /** RGB minus (123, 117, 104) on the 0..255 scale, as the SqueezeNet weights of its authors (Caffe) expect it. */
    public static final Normalize CAFFE =
            new Normalize(List.of(123 / 255.0, 117 / 255.0, 104 / 255.0), List.of(1 / 255.0, 1 / 255.0, 1 / 255.0));

    /** Normalisation that torchvision's weights expect. */
    public static final Normalize TORCHVISION =
            new Normalize(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    public TrainingRequest {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        if (!(tileMpp > 0 && tileMpp < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("tileMpp must be positive, was " + tileMpp);
        }
        if (ratios != null && ratios.test() != 0 && test != null) {
            throw new IllegalArgumentException(
                    "the split must leave nothing for the test, as 80/20 does, since test tiles are named");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
    }

    SplitRatios ratiosOr(SplitRatios usual) {
        return ratios == null ? usual : ratios;
    }
}
