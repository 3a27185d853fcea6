package io.slidestream.networks.published;

import io.slidestream.contracts.Sha256;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ExternalData;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.onnx.OnnxFeaturiser;
import io.slidestream.networks.onnx.OnnxHead;
import io.slidestream.networks.weights.StoredAs;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network that stays as it is while a new classifier is trained on its features: a bundle, a file of weights of a known
 * family, whose own classifier gives way, or an ONNX file, whose output is the features.
 */
public final class Encoder {
    private final String id;
    private final String label;
    private final int sizePx;
    private final List<TransformStep> pixels;
    private final Source source;

    /** Where the numbers are. */
    private sealed interface Source {}

    private record Weights(Network network, Map<String, Tensor> tensors, StoredAs storedAs) implements Source {}

    private record OnnxFile(Path file) implements Source {}

    private Encoder(String id, String label, int sizePx, List<TransformStep> pixels, Source source) {
        this.id = id;
        this.label = label;
        this.sizePx = sizePx;
        this.pixels = List.copyOf(pixels);
        this.source = source;
    }

    /**
     * Opens an encoder.
     *
     * @param path a bundle's folder, a file of weights (safetensors, PyTorch), or an ONNX file
     * @param normalize what it expects of the pixels; null for what the bundle says, or else ImageNet's mean and deviation
     * @throws ModelBundleException in one line, if it cannot be used
     */
    public static Encoder of(Path path, @Nullable Normalize normalize) {
        try {
            if (Files.isDirectory(path)) {
                return ofBundle(ModelBundle.load(path), normalize);
            }
            List<TransformStep> pixels =
                    List.of(new ToTensor(), normalize == null ? ImportRequest.IMAGENET : normalize);
            if (path.toString().endsWith(".onnx") && Files.isRegularFile(path)) {
                String name = String.valueOf(path.getFileName()).replaceFirst("\\.onnx$", "");
                return new Encoder(ExternalData.sha256(path), name, Naming.PATCH_PX, pixels, new OnnxFile(path));
            }
            Map<String, Tensor> tensors = Families.plainlyNamed(
                    Families.withClassifier(WeightFile.read(path).tensors()), Naming.PATCH_PX);
            return ofWeights(Sha256.hex(path), tensors, Naming.PATCH_PX, pixels);
        } catch (IllegalArgumentException e) {
            throw new ModelBundleException(path + " cannot be an encoder: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelBundleException("cannot read the encoder " + path + ": " + FileFault.words(e), e);
        }
    }

    private static Encoder ofBundle(ModelBundle bundle, @Nullable Normalize normalize) {
        List<TransformStep> pixels = new ArrayList<>(bundle.config().transform());
        pixels.removeIf(step -> step instanceof Resize || normalize != null && step instanceof Normalize);
        if (normalize != null) {
            pixels.add(normalize);
        }
        int side = bundle.config().inputSizePx();
        return bundle.hasWeights()
                ? ofWeights(bundle.id(), bundle.weights(), side, pixels)
                : new Encoder(bundle.id(), bundle.name(), side, pixels, new OnnxFile(bundle.onnxFile()));
    }

    private static Encoder ofWeights(String id, Map<String, Tensor> tensors, int side, List<TransformStep> pixels) {
        Network network = Families.network(tensors, side);
        OnnxFeaturiser.featureCount(network, tensors);
        Tensor.checkFinite(tensors);
        return new Encoder(id, network.label(), side, pixels, new Weights(network, tensors, StoredAs.FLOATS));
    }

    /**
     * The same with other numbers in the file of weights, and their rounding in its features.
     *
     * @throws ModelBundleException if its numbers cannot be had
     */
    public Encoder storedAs(StoredAs numbers) {
        if (numbers == StoredAs.FLOATS) {
            return this;
        }
        if (!(source instanceof Weights weights)) {
            throw new ModelBundleException(label + " is an ONNX file, which is taken as it is: leave out --half");
        }
        try {
            Weights rounded = new Weights(weights.network(), numbers.rounded(weights.tensors()), numbers);
            return new Encoder(id + " " + numbers, label, sizePx, pixels, rounded);
        } catch (IllegalArgumentException e) {
            throw new ModelBundleException(label + " cannot be kept in 16 bits: " + e.getMessage(), e);
        }
    }

    /** What people call its network. */
    public String label() {
        return label;
    }

    /** Equal for equal weights and equal treatment of pixels, so that features can be kept by it. */
    public String id() {
        MessageDigest digest = Sha256.begin();
        digest.update((id + " " + sizePx + " " + pixels).getBytes(StandardCharsets.UTF_8));
        return Sha256.end(digest);
    }

    /** Whether Deeplearning4j can run what is made of it, too. */
    public boolean hasWeights() {
        return source instanceof Weights;
    }

    /**
     * Opens it with ONNX Runtime.
     *
     * @param batchSize patches a call, where its file leaves it open
     * @throws ModelBundleException if it gives no features
     */
    public Featuriser open(int batchSize, int threads) {
        try {
            return source instanceof Weights weights
                    ? OnnxFeaturiser.of(weights.tensors(), sizePx, batchSize, threads)
                    : OnnxFeaturiser.of(((OnnxFile) source).file(), sizePx, batchSize, threads);
        } catch (IllegalArgumentException e) {
            throw new ModelBundleException(label + " cannot be an encoder: " + e.getMessage(), e);
        }
    }

    /**
     * Steps from a tile's pixels to the network's input.
     *
     * @param sidePx of the network's input, as {@link #open} found it
     */
    public List<TransformStep> transform(int sidePx) {
        List<TransformStep> steps = new ArrayList<>(List.of(new Resize(sidePx)));
        steps.addAll(pixels);
        return steps;
    }

    /**
     * A bundle of this network with a new classifier.
     *
     * @param weight [classes, features]
     * @param bias [classes]
     * @throws ModelBundleException if it cannot be written
     */
    public BundleDraft draft(Path out, ModelConfig config, Tensor weight, Tensor bias) {
        if (source instanceof Weights weights) {
            Map<String, Tensor> tensors = new TreeMap<>(weights.tensors());
            tensors.put(weights.network().classifier() + ".weight", weight);
            tensors.put(weights.network().classifier() + ".bias", bias);
            return new BundleDraft(out, config, tensors, weights.storedAs());
        }
        Path encoder = ((OnnxFile) source).file();
        try {
            return new BundleDraft(out, config, onnx -> OnnxHead.write(encoder, weight, bias, onnx));
        } catch (IllegalArgumentException e) {
            throw new ModelBundleException(label + " cannot be an encoder: " + e.getMessage(), e);
        }
    }
}
