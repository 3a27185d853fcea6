package io.slidestream.trainer.recipe;

import io.slidestream.networks.pytorch.StateDictionary;
import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Weight files by their ending: .pth, .pt and .bin are PyTorch's state dictionaries, all others safetensors; of a bundle its own. */
public final class PretrainedWeights {
    /** Counts batches, of which nothing depends. */
    private static final String COUNTER = ".num_batches_tracked";

    private PretrainedWeights() {}

    /** @param path a file, or a bundle's folder */
    public static Map<String, Tensor> read(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? path.resolve("model.safetensors") : path;
        String name = file.toString().toLowerCase(Locale.ROOT);
        Map<String, Tensor> weights = new TreeMap<>(
                name.matches(".*\\.(pth|pt|bin)") ? StateDictionary.read(file).tensors() : Safetensors.read(file));
        weights.keySet().removeIf(key -> key.endsWith(COUNTER));
        return weights;
    }
}
