package io.slidestream.networks.bundle;

import io.slidestream.contracts.Model;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.familiar.Familiar;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model as a folder: {@code config.json} says what goes in and comes out, {@code model.safetensors} holds the weights,
 * {@code model.onnx} and {@code model.int8.onnx}, where they were exported, the same weights for ONNX Runtime in floats
 * and in bytes. The other files beside them are for people.
 *
 * <p>A folder with an ONNX file and no safetensors, as WSInfer's users have them, is a bundle too, of any architecture;
 * ONNX Runtime alone can run it.
 *
 * <p>The folder must not change while a bundle made from it is in use; {@link BundleDraft} writes one in a single step.
 * Safe for concurrent use. Holds no weights.
 */
public final class ModelBundle {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
    static final String ONNX = "model.onnx";
    /** Its network in bytes. */
    public static final String INT8 = "model.int8.onnx";
    /** Statistics of the features of the tiles that it was trained on. */
    public static final String FAMILIAR = "familiar.safetensors";

    private final Path folder;
    private final Path called;
    private final String id;
    private final ModelConfig config;
    /** Null where the weights are in the ONNX file alone. */
    private final @Nullable Network network;

    private final Path onnx;
    private final @Nullable Familiar familiar;
    private @Nullable String weightsSha256;

    private ModelBundle(
            Path folder,
            Path called,
            String id,
            ModelConfig config,
            @Nullable Network network,
            Path onnx,
            @Nullable Familiar familiar) {
        this.folder = folder;
        this.called = called;
        this.id = id;
        this.config = config;
        this.network = network;
        this.onnx = onnx;
        this.familiar = familiar;
    }

    /**
     * Reads a bundle and checks that its parts fit each other.
     *
     * @throws ModelBundleException saying what is wrong with the folder and what belongs there
     */
    public static ModelBundle load(Path folder) {
        return load(folder, folder);
    }

    /** @param called what messages call the folder */
    static ModelBundle load(Path folder, Path called) {
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.isRegularFile(folder.resolve(CONFIG))) {
            throw notABundle(called, Files.isDirectory(folder) ? "it has no " + CONFIG : "there is no such folder");
        }
        try {
            boolean hasWeights = Files.isRegularFile(weights);
            Path onnx = hasWeights ? folder.resolve(ONNX) : onlyOnnx(folder, called);
            byte[] json = Files.readAllBytes(folder.resolve(CONFIG));
            ModelConfig config = ModelConfigJson.read(folder.resolve(CONFIG).toString(), json);
            Network network = hasWeights ? network(folder, config, Safetensors.read(weights)) : null;
            Path decides = network == null ? onnx : weights;
            Path statistics = folder.resolve(FAMILIAR);
            if (!Files.isRegularFile(statistics)) {
                return new ModelBundle(
                        folder, called, BundleId.of(folder.resolve(CONFIG), decides), config, network, onnx, null);
            }
            String id = BundleId.of(folder.resolve(CONFIG), decides, statistics);
            return new ModelBundle(folder, called, id, config, network, onnx, Familiar.read(statistics));
        } catch (IllegalArgumentException e) {
            throw unusable(called, e);
        } catch (IOException e) {
            throw new ModelBundleException("cannot read the model bundle " + called + ": " + FileFault.words(e), e);
        }
    }

    /**
     * The network of the weights, by their names and shapes. Others' folders may hold weights that are no network known
     * here beside the ONNX file that is: these are passed over.
     */
    private static @Nullable Network network(Path folder, ModelConfig config, Map<String, Tensor> weights) {
        int classes = config.classNames().size();
        if (Architecture.isKnown(config.architecture())) {
            Architecture architecture = Architecture.of(config.architecture());
            if (weights.containsKey(architecture.classifier() + ".weight")) {
                architecture.checkSize(config.inputSizePx());
                architecture.check(weights, classes);
            }
        }
        try {
            Network network = Families.network(weights, config.inputSizePx());
            if (network.classCount() != classes) {
                throw new IllegalArgumentException("its weights are for " + network.classCount() + " classes ("
                        + network.classifier() + ".weight), config.json names " + classes);
            }
            Tensor.checkFinite(weights);
            return network;
        } catch (Misfit e) {
            if (Files.isRegularFile(folder.resolve(ONNX))) {
                return null;
            }
            throw e;
        }
    }

    private static ModelBundleException notABundle(Path folder, String why) {
        return new ModelBundleException(folder + " is not a model bundle: " + why + ". A bundle is a folder with "
                + CONFIG + " and " + WEIGHTS + ", as `slidestream train` writes it, or with " + CONFIG
                + " and an ONNX file.");
    }

    /** The error of a bundle whose content an engine refuses. */
    public ModelBundleException unusable(IllegalArgumentException cause) {
        return unusable(called, cause);
    }

    private static ModelBundleException unusable(Path folder, IllegalArgumentException cause) {
        return new ModelBundleException("the model bundle " + folder + " cannot be used: " + cause.getMessage(), cause);
    }

    /** The ONNX file of a folder without other weights: model.onnx, or the only one there is. */
    private static Path onlyOnnx(Path folder, Path called) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            List<Path> files = content.filter(file -> file.toString().endsWith(".onnx") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            Path usual = folder.resolve(ONNX);
            if (files.isEmpty()) {
                throw notABundle(called, "it has no " + WEIGHTS + " and no " + ONNX);
            }
            if (files.size() > 1 && !files.contains(usual)) {
                throw notABundle(
                        called,
                        "it has no " + WEIGHTS + " and " + files.size() + " ONNX files, none of them named " + ONNX);
            }
            return files.contains(usual) ? usual : files.get(0);
        }
    }

    public Path folder() {
        return folder;
    }

    /** What people call the folder: of a draft, the place that it will have. */
    public Path called() {
        return called;
    }

    /**
     * SHA-256, in hex, of the bytes of config.json followed by those of model.safetensors, or of the ONNX file where
     * there is no other, and by those of familiar.safetensors where it has that.
     */
    public String id() {
        return id;
    }

    public ModelConfig config() {
        return config;
    }

    /** What tells how familiar a tile is; null where it has no such statistics. */
    public @Nullable Familiar familiar() {
        return familiar;
    }

    /** Whether it has weights beside, or instead of, an ONNX file. */
    public boolean hasWeights() {
        return network != null;
    }

    /**
     * The network its weights are for.
     *
     * @throws ModelBundleException if it has an ONNX file only
     */
    public Network network() {
        if (network == null) {
            throw new ModelBundleException("the model bundle " + called + " has no " + WEIGHTS
                    + (Files.exists(folder.resolve(WEIGHTS)) ? " of a network that is known here" : "")
                    + ", so Deeplearning4j cannot run it: choose the engine onnxruntime (--engine onnxruntime, or"
                    + " inference.engine=onnxruntime)");
        }
        return network;
    }

    /** Name of the model for people: the configuration's, or else the folder's. */
    public String name() {
        String name = config.name();
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return name != null ? name : last == null ? "model" : last.toString();
    }

    /** Description of this model for messages. */
    public Model model() {
        return model(1);
    }

    /** @param symmetries over which a tile's probabilities are averaged: 1 or 8 */
    public Model model(int symmetries) {
        return new Model(
                id,
                name(),
                config.classNames(),
                config.patchSizePx(),
                config.spacingUmPx(),
                symmetries,
                ModelConfigJson.wsinfer(config),
                familiar != null);
    }

    /**
     * The weights as they are in the file; read anew on each call.
     *
     * @throws ModelBundleException if it has an ONNX file only
     */
    public Map<String, Tensor> weights() {
        network();
        try {
            return Safetensors.read(folder.resolve(WEIGHTS));
        } catch (IOException e) {
            throw new ModelBundleException("cannot read the model bundle " + called + ": " + FileFault.words(e), e);
        }
    }

    /** File that ONNX Runtime reads; it need not exist. */
    public Path onnxFile() {
        return onnx;
    }

    /** File that ONNX Runtime reads in int8; it need not exist. */
    public Path int8File() {
        return folder.resolve(INT8);
    }

    /** SHA-256, in hex, of model.safetensors: by it an exported file is known to be of these weights. */
    public synchronized String weightsSha256() {
        network();
        try {
            if (weightsSha256 == null) {
                weightsSha256 = BundleId.of(folder.resolve(WEIGHTS));
            }
            return weightsSha256;
        } catch (IOException e) {
            throw new ModelBundleException("cannot read the model bundle " + called + ": " + FileFault.words(e), e);
        }
    }

    /**
     * The weights with the configuration's temperature in them. Dividing the last layer by the temperature divides the
     * logits, also where a ReLU and a mean follow it, since both let a positive factor through.
     *
     * @throws ModelBundleException if it has an ONNX file only
     */
    public Map<String, Tensor> servedWeights() {
        return served(weights());
    }

    /** Other weights of the same network with the temperature in them. */
    public Map<String, Tensor> served(Map<String, Tensor> weights) {
        if (config.temperature() == 1) {
            return weights;
        }
        Map<String, Tensor> result = new TreeMap<>(weights);
        for (String part : List.of(".weight", ".bias")) {
            result.computeIfPresent(network().classifier() + part, (name, tensor) -> {
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
