package io.slidestream.trainer.fit;

import io.slidestream.networks.pytorch.StateDictionary;
import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Weight files by their ending: .pth, .pt and .bin are PyTorch's state dictionaries, all others safetensors. */
final class PretrainedWeights {
    private PretrainedWeights() {}

    static Map<String, Tensor> read(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.matches(".*\\.(pth|pt|bin)") ? StateDictionary.read(file) : Safetensors.read(file);
    }
}
