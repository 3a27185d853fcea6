package io.slidestream.networks;

import io.slidestream.contracts.Model;
import io.slidestream.networks.dl4j.Dl4jEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model as a folder: {@code config.json} says what goes in and comes out, {@code model.safetensors} holds the weights.
 * The other files beside them are for people.
 *
 * <p>The folder must not change while a bundle made from it is in use; {@link BundleDraft} writes one in a single step.
 * Safe for concurrent use. Holds no weights.
 */
public final class ModelBundle {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";

    private final Path folder;
    private final String id;
    private final ModelConfig config;
    private final Architecture architecture;

    private ModelBundle(Path folder, String id, ModelConfig config, Architecture architecture) {
        this.folder = folder;
        this.id = id;
        this.config = config;
        this.architecture = architecture;
    }

    /**
     * Reads a bundle and checks that its parts fit each other.
     *
     * @throws ModelBundleException saying what is wrong with the folder and what belongs there
     */
    public static ModelBundle load(Path folder) {
        for (String file : new String[] {CONFIG, WEIGHTS}) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new ModelBundleException(folder + " is not a model bundle: "
                        + (Files.isDirectory(folder) ? "it has no " + file : "there is no such folder")
                        + ". A bundle is a folder with " + CONFIG + " and " + WEIGHTS
                        + ", as `slidestream train` writes it.");
            }
        }
        try {
            byte[] json = Files.readAllBytes(folder.resolve(CONFIG));
            ModelConfig config = ModelConfigJson.read(folder.resolve(CONFIG).toString(), json);
            Architecture architecture = Architecture.of(config.architecture());
            architecture.checkSize(config.inputSizePx());
            architecture.check(
                    Safetensors.read(folder.resolve(WEIGHTS)),
                    config.classNames().size());
            return new ModelBundle(
                    folder, BundleId.of(folder.resolve(CONFIG), folder.resolve(WEIGHTS)), config, architecture);
        } catch (IllegalArgumentException e) {
            throw new ModelBundleException("the model bundle " + folder + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelBundleException("cannot read the model bundle " + folder + ": " + e.getMessage(), e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** SHA-256, in hex, of the bytes of config.json followed by those of model.safetensors. */
    public String id() {
        return id;
    }

    public ModelConfig config() {
        return config;
    }

    public Architecture architecture() {
        return architecture;
    }

    /** What people call the model: the configuration's name, or else the folder's. */
    public String name() {
        String name = config.name();
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return name != null ? name : last == null ? "model" : last.toString();
    }

    /** What the messages say of this model. */
    public Model model() {
        return new Model(id, name(), config.classNames(), config.patchSizePx(), config.spacingUmPx());
    }

    /** The weights as they are in the file; read anew on each call. */
    public Map<String, Tensor> weights() {
        try {
            return Safetensors.read(folder.resolve(WEIGHTS));
        } catch (IOException e) {
            throw new ModelBundleException("cannot read the model bundle " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The network on the CPU, with Deeplearning4j. The configuration's temperature is in its logits.
     *
     * @param batchSize patches a call
     * @param threads threads of one call; engines of one process should agree
     * @return an engine the caller closes
     */
    public InferenceEngine openEngine(int batchSize, int threads) {
        return Dl4jEngine.of(architecture, config.inputSizePx(), tempered(weights()), batchSize, threads);
    }

    /**
     * Dividing the last layer by the temperature divides the logits, also where a ReLU and a mean follow it, since both
     * let a positive factor through.
     */
    private Map<String, Tensor> tempered(Map<String, Tensor> weights) {
        if (config.temperature() == 1) {
            return weights;
        }
        Map<String, Tensor> result = new TreeMap<>(weights);
        for (String part : List.of(".weight", ".bias")) {
            result.computeIfPresent(architecture.classifier() + part, (name, tensor) -> {
                float[] values = tensor.values().clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (values[i] / config.temperature());
                }
                return new Tensor(tensor.shape(), values);
            });
        }
        return result;
    }
}
