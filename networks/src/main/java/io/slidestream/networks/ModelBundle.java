package io.slidestream.networks;

import io.slidestream.contracts.Model;
import io.slidestream.networks.dl4j.Dl4jEngine;
import io.slidestream.networks.onnx.OnnxEngine;
import io.slidestream.networks.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    static final String INT8 = "model.int8.onnx";

    private final Path folder;
    private final String id;
    private final ModelConfig config;
    /** Null where the weights are in the ONNX file alone. */
    private final @Nullable Architecture architecture;

    private final Path onnx;

    private ModelBundle(Path folder, String id, ModelConfig config, @Nullable Architecture architecture, Path onnx) {
        this.folder = folder;
        this.id = id;
        this.config = config;
        this.architecture = architecture;
        this.onnx = onnx;
    }

    /**
     * Reads a bundle and checks that its parts fit each other.
     *
     * @throws ModelBundleException saying what is wrong with the folder and what belongs there
     */
    public static ModelBundle load(Path folder) {
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.isRegularFile(folder.resolve(CONFIG))) {
            throw notABundle(folder, Files.isDirectory(folder) ? "it has no " + CONFIG : "there is no such folder");
        }
        try {
            boolean hasWeights = Files.isRegularFile(weights);
            Path onnx = hasWeights ? folder.resolve(ONNX) : onlyOnnx(folder);
            byte[] json = Files.readAllBytes(folder.resolve(CONFIG));
            ModelConfig config = ModelConfigJson.read(folder.resolve(CONFIG).toString(), json);
            Architecture architecture = hasWeights ? checked(config, Safetensors.read(weights)) : null;
            String id = BundleId.of(folder.resolve(CONFIG), hasWeights ? weights : onnx);
            return new ModelBundle(folder, id, config, architecture, onnx);
        } catch (IllegalArgumentException e) {
            throw unusable(folder, e);
        } catch (IOException e) {
            throw new ModelBundleException("cannot read the model bundle " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Architecture checked(ModelConfig config, Map<String, Tensor> weights) {
        Architecture architecture = Architecture.of(config.architecture());
        architecture.checkSize(config.inputSizePx());
        architecture.check(weights, config.classNames().size());
        return architecture;
    }

    private static ModelBundleException notABundle(Path folder, String why) {
        return new ModelBundleException(folder + " is not a model bundle: " + why + ". A bundle is a folder with "
                + CONFIG + " and " + WEIGHTS + ", as `slidestream train` writes it, or with " + CONFIG
                + " and an ONNX file.");
    }

    private static ModelBundleException unusable(Path folder, IllegalArgumentException cause) {
        return new ModelBundleException("the model bundle " + folder + " cannot be used: " + cause.getMessage(), cause);
    }

    /** The ONNX file of a folder without other weights: model.onnx, or the only one there is. */
    private static Path onlyOnnx(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            List<Path> files = content.filter(file -> file.toString().endsWith(".onnx") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            Path usual = folder.resolve(ONNX);
            if (files.isEmpty()) {
                throw notABundle(folder, "it has no " + WEIGHTS + " and no " + ONNX);
            }
            if (files.size() > 1 && !files.contains(usual)) {
                throw notABundle(
                        folder,
                        "it has no " + WEIGHTS + " and " + files.size() + " ONNX files, none of them named " + ONNX);
            }
            return files.contains(usual) ? usual : files.get(0);
        }
    }

    public Path folder() {
        return folder;
    }

    /**
     * SHA-256, in hex, of the bytes of config.json followed by those of model.safetensors, or of the ONNX file where
     * there is no other.
     */
    public String id() {
        return id;
    }

    public ModelConfig config() {
        return config;
    }

    /**
     * The network its weights are for.
     *
     * @throws ModelBundleException if it has an ONNX file only
     */
    public Architecture architecture() {
        if (architecture == null) {
            throw new ModelBundleException("the model bundle " + folder + " has no " + WEIGHTS
                    + ", so Deeplearning4j cannot run it: choose the engine onnxruntime (--engine onnxruntime, or"
                    + " inference.engine=onnxruntime)");
        }
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
                ModelConfigJson.wsinfer(config));
    }

    /**
     * The weights as they are in the file; read anew on each call.
     *
     * @throws ModelBundleException if it has an ONNX file only
     */
    public Map<String, Tensor> weights() {
        architecture();
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
        return openEngine(EngineKind.DL4J, batchSize, threads);
    }

    /**
     * The network on the CPU. The configuration's temperature is in its logits.
     *
     * @param batchSize patches a call
     * @param threads threads of one call; engines of one process should agree
     * @return an engine the caller closes
     * @throws ModelBundleException if the bundle lacks what this engine needs, saying how to get it
     */
    public InferenceEngine openEngine(EngineKind kind, int batchSize, int threads) {
        return openEngine(new EngineChoice(kind, Precision.FP32), batchSize, threads);
    }

    /**
     * As {@link #openEngine(EngineKind, int, int)}, in the chosen precision and on the chosen device.
     *
     * @throws DeviceUnavailableException if there is no such device, or the build cannot use it
     */
    public InferenceEngine openEngine(EngineChoice choice, int batchSize, int threads) {
        return switch (choice.kind()) {
            case DL4J ->
                Dl4jEngine.of(
                        architecture(),
                        config.inputSizePx(),
                        tempered(architecture(), weights()),
                        batchSize,
                        threads,
                        choice.device());
            case ONNXRUNTIME ->
                switch (choice.precision()) {
                    case FP32 -> openOnnx(present(onnx, ""), batchSize, threads, choice.device());
                    case INT8 ->
                        openOnnx(present(int8File(), " --int8 --calibrate TILES"), batchSize, threads, choice.device());
                };
        };
    }

    /**
     * As {@link #openEngine(EngineChoice, int, int)}, to serve with.
     *
     * @param batchSize patches a call; 0: found by trying, in a second or two
     * @param symmetries 1, or 8 for the mean over a patch's turned and mirrored forms
     */
    public InferenceEngine serve(EngineChoice choice, int batchSize, int threads, int symmetries) {
        int first = batchSize > 0 ? batchSize : choice.kind() == EngineKind.DL4J ? BatchCalibration.FIRST : 0;
        InferenceEngine engine = openEngine(choice, first, threads);
        try {
            if (batchSize == 0) {
                BatchCalibration.run(engine, choice.device());
            }
            return symmetries == 1 ? engine : new SymmetricEngine(engine);
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /**
     * The engines this folder has files for, on the processor: what could be chosen without exporting anything.
     */
    public List<EngineChoice> engines() {
        List<EngineChoice> all = new ArrayList<>();
        if (architecture != null) {
            all.add(new EngineChoice(EngineKind.DL4J, Precision.FP32));
        }
        if (Files.isRegularFile(onnx)) {
            all.add(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32));
        }
        if (Files.isRegularFile(int8File())) {
            all.add(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.INT8));
        }
        return all;
    }

    private Path present(Path file, String options) {
        if (!Files.isRegularFile(file)) {
            throw new ModelBundleException("the model bundle " + folder + " has no " + file.getFileName()
                    + (architecture == null
                            ? ", and none can be made of someone else's ONNX file: choose fp32 (--precision fp32, or"
                                    + " inference.precision=fp32)"
                            : ": make it with `slidestream export " + folder + options + "`"));
        }
        return file;
    }

    /** With ONNX Runtime, from a file that is not yet, or never will be, the bundle's own. */
    public InferenceEngine openOnnx(Path file, int batchSize, int threads) {
        return openOnnx(file, batchSize, threads, Device.CPU);
    }

    private InferenceEngine openOnnx(Path file, int batchSize, int threads, Device device) {
        OnnxModel model = new OnnxModel(
                file,
                config.inputSizePx(),
                config.classNames().size(),
                config.temperature(),
                architecture == null ? null : weightsSha256());
        try {
            return OnnxEngine.open(model, batchSize, threads, device);
        } catch (IllegalArgumentException e) {
            throw unusable(folder, e);
        }
    }

    /** What ONNX Runtime reads, there or not. */
    public Path onnxFile() {
        return onnx;
    }

    /** What ONNX Runtime reads in int8, there or not. */
    public Path int8File() {
        return folder.resolve(INT8);
    }

    /** SHA-256, in hex, of model.safetensors: by it an exported file is known to be of these weights. */
    public String weightsSha256() {
        architecture();
        try {
            return BundleId.of(folder.resolve(WEIGHTS));
        } catch (IOException e) {
            throw new ModelBundleException("cannot read the model bundle " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Dividing the last layer by the temperature divides the logits, also where a ReLU and a mean follow it, since both
     * let a positive factor through.
     */
    private Map<String, Tensor> tempered(Architecture network, Map<String, Tensor> weights) {
        if (config.temperature() == 1) {
            return weights;
        }
        Map<String, Tensor> result = new TreeMap<>(weights);
        for (String part : List.of(".weight", ".bias")) {
            result.computeIfPresent(network.classifier() + part, (name, tensor) -> {
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
