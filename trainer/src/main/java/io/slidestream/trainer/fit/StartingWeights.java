package io.slidestream.trainer.fit;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.pytorch.PyTorchFormatException;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.recipe.Initialisation;
import io.slidestream.trainer.recipe.PretrainedWeights;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.StartingNetwork;
import io.slidestream.trainer.recipe.StartingNetwork.Built;
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
        StartingNetwork network, Map<String, Tensor> tensors, Recipe recipe, List<String> remarks) {

    /** @throws TrainingException if the file cannot be used */
    public static StartingWeights of(TrainingRequest request) {
        Path file = request.pretrained();
        StartingNetwork network = request.network();
        Recipe recipe = request.recipe();
        if (file == null) {
            if (!network.canStartFromScratch()) {
                throw new TrainingException("--network " + network.label() + " needs --pretrained weights");
            }
            if (!recipe.allLayers()) {
                throw new TrainingException("a new layer alone needs a pretrained network below it: name a safetensors"
                        + " or .pth file with " + network.label()
                        + " weights (--pretrained), or train all layers");
            }
            return new StartingWeights(
                    network,
                    Map.of(),
                    recipe.withoutNewLayerFirst(),
                    List.of("WARNING: no --pretrained weights are given, so " + network.label()
                            + " is trained from scratch. That takes far more tiles and epochs than fine-tuning and will"
                            + " do worse on few tiles"));
        }
        try {
            Map<String, Tensor> weights = PretrainedWeights.read(file);
            network.check(weights, recipe);
            return new StartingWeights(network, weights, recipe, List.of());
        } catch (PyTorchFormatException e) {
            throw new TrainingException("cannot use the pretrained weights: " + file + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TrainingException("cannot read the pretrained weights: " + FileFault.words(e), e);
        } catch (IllegalArgumentException e) {
            throw new TrainingException("cannot use the pretrained weights " + file + ": " + e.getMessage(), e);
        }
    }

    /** A whole network for these classes. */
    public Map<String, Tensor> whole(int classCount, long seed) {
        return tensors.isEmpty() && network instanceof Built built
                ? Initialisation.he(built.architecture(), classCount, seed)
                : Initialisation.newClassifier(network, tensors, classCount, seed);
    }
}
