package io.slidestream.trainer.fit;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.pytorch.PyTorchFormatException;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.recipe.Initialisation;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Weights that a training begins with.
 *
 * @param tensors pretrained, with their own classifier; empty where there are none
 * @param recipe as it can be followed with these
 * @param remarks what a person should know of them, a line each
 */
public record StartingWeights(
        Architecture architecture, Map<String, Tensor> tensors, Recipe recipe, List<String> remarks) {

    /** @throws TrainingException if the file cannot be used */
    public static StartingWeights of(TrainingRequest request) {
        Path file = request.pretrained();
        Architecture architecture = request.architecture();
        Recipe recipe = request.recipe();
        if (file == null) {
            if (!recipe.allLayers()) {
                throw new TrainingException("a new layer alone needs a pretrained network below it: name a safetensors"
                        + " or .pth file with " + architecture.label()
                        + " weights (--pretrained), or train all layers");
            }
            return new StartingWeights(
                    architecture,
                    Map.of(),
                    recipe.withoutNewLayerFirst(),
                    List.of("WARNING: no --pretrained weights are given, so " + architecture.label()
                            + " is trained from scratch. That takes far more tiles and epochs than fine-tuning and will"
                            + " do worse on few tiles"));
        }
        try {
            Map<String, Tensor> weights = PretrainedWeights.read(file);
            architecture.check(weights, architecture.classCount(weights));
            return new StartingWeights(architecture, weights, recipe, List.of());
        } catch (PyTorchFormatException e) {
            throw new TrainingException("cannot use the pretrained weights: " + file + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TrainingException("cannot read the pretrained weights: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new TrainingException("cannot use the pretrained weights " + file + ": " + e.getMessage(), e);
        }
    }

    /** A whole network for these classes. */
    public Map<String, Tensor> whole(int classCount, long seed) {
        return tensors.isEmpty()
                ? Initialisation.he(architecture, classCount, seed)
                : Initialisation.newClassifier(architecture, tensors, classCount, seed);
    }
}
