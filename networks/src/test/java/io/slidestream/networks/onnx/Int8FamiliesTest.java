package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.family.NarrowNetworks;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small networks of each family, with random weights below a classifier that tells three colours apart. */
class Int8FamiliesTest {
    private static final List<LabelledPicture> PICTURES = ColouredPictures.of(102);
    private static final int KNOWN = ColouredPictures.CLASSES.size();

    @TempDir
    Path temp;

    /**
     * Two small ones; with {@code -Dslidestream.nightly=true} one of each other family, save MobileNetV2's,
     * whose random features do not tell the colours apart. The same families under other names are the same graphs.
     */
    static List<String> families() {
        if (!isNight()) {
            return List.of("densenet", "efficientnet_v2");
        }
        return GoldenNetworks.convolutional().stream()
                .filter(name -> !name.matches("(tia|timm)-.*|squeezenet.*|mobilenet_v2"))
                .toList();
    }

    /** One with groups, local normalisation and hidden dense layers; by night all. */
    static List<NarrowNetworks> narrowNetworks() {
        return isNight() ? List.of(NarrowNetworks.values()) : List.of(NarrowNetworks.ALEXNET_GROUPED);
    }

    private static boolean isNight() {
        return Boolean.getBoolean("slidestream.nightly");
    }

    @ParameterizedTest
    @MethodSource("families")
    void bytes_agreeWithFloats_byBothEngines(String name) {
        GoldenNetwork golden = GoldenNetworks.read(name);
        int outputs = golden.logits().get(0).length;
        agree(golden.sizePx(), outputs, golden.weights());
    }

    @ParameterizedTest
    @MethodSource("narrowNetworks")
    void bytesOfNarrowNetworks_agreeWithFloats_byBothEngines(NarrowNetworks network) {
        agree(network.sizePx(), network.width(), network.weights());
    }

    private void agree(int sizePx, int outputs, Map<String, Tensor> weights) {
        ModelBundle untaught = written("untaught", sizePx, outputs, weights);
        ModelBundle bundle = written("model", sizePx, KNOWN, taught(untaught));

        Int8Report report = Int8Export.publish(bundle, PICTURES, 1);

        assertThat(report.fp32Accuracy()).isGreaterThan(0.95);
        assertThat(report.agreement()).isGreaterThanOrEqualTo(0.97);
        assertThat(report.meanAbsDifference()).isBetween(1e-12, 0.05);
        Probabilities byOnnxRuntime = inBytes(bundle, EngineKind.ONNXRUNTIME);
        Probabilities byOneDnn = inBytes(bundle, EngineKind.DL4J);
        assertThat(byOneDnn.agreement(byOnnxRuntime)).isGreaterThanOrEqualTo(0.97);
        assertThat(byOneDnn.meanAbsDifference(byOnnxRuntime)).isLessThan(0.05);
    }

    private static Probabilities inBytes(ModelBundle bundle, EngineKind engine) {
        try (InferenceEngine opened = Engines.open(bundle, new EngineChoice(engine, Precision.INT8), 16, 1)) {
            return Probabilities.of(opened, bundle.config(), PICTURES);
        }
    }

    private ModelBundle written(String folder, int sizePx, int outputs, Map<String, Tensor> weights) {
        List<String> classes =
                IntStream.range(0, outputs).mapToObj(i -> "class " + i).toList();
        ModelConfig config = new ModelConfig(
                "random",
                classes,
                32,
                0.5,
                List.of(
                        new Resize(sizePx),
                        new ToTensor(),
                        new Normalize(List.of(0.5, 0.4, 0.6), List.of(0.2, 0.25, 0.3))),
                null,
                null,
                1);
        try (BundleDraft draft = new BundleDraft(temp.resolve(folder), config, weights)) {
            return draft.publish();
        }
    }

    /** The class with the nearest mean, as a linear layer. */
    private static Map<String, Tensor> taught(ModelBundle bundle) {
        List<float[]> features = features(bundle);
        Map<String, Tensor> weights = new TreeMap<>(bundle.weights());
        String classifier = bundle.network().classifier();
        Tensor old = Objects.requireNonNull(weights.get(classifier + ".weight"), classifier);
        int width = old.shape()[1];
        double[][] means = means(features, width);
        double distance = IntStream.range(0, width)
                .mapToDouble(i -> Math.pow(means[0][i] - means[1][i], 2))
                .sum();
        int[] shape = old.shape().clone();
        shape[0] = KNOWN;
        Tensor weight = Tensor.zeros(shape);
        Tensor bias = Tensor.zeros(KNOWN);
        for (int c = 0; c < KNOWN; c++) {
            double[] mean = means[c];
            for (int i = 0; i < width; i++) {
                weight.values()[c * width + i] = (float) (10 * mean[i] / distance);
            }
            bias.values()[c] = (float) (-5 * Arrays.stream(mean).map(x -> x * x).sum() / distance);
        }
        weights.put(classifier + ".weight", weight);
        weights.put(classifier + ".bias", bias);
        return weights;
    }

    private static double[][] means(List<float[]> features, int width) {
        double[][] means = new double[KNOWN][width];
        for (int i = 0; i < features.size(); i++) {
            for (int j = 0; j < width; j++) {
                means[i % KNOWN][j] += features.get(i)[j] / 4;
            }
        }
        return means;
    }

    /** Features of the pictures that the means are taken of. */
    private static List<float[]> features(ModelBundle bundle) {
        int count = 4 * KNOWN;
        try (Featuriser featuriser = OnnxBundle.featuriser(bundle, count, 1)) {
            int width = featuriser.featureCount();
            float[] all = featuriser.features(patches(bundle, featuriser.layout(), count), count);
            return IntStream.range(0, count)
                    .mapToObj(i -> Arrays.copyOfRange(all, i * width, (i + 1) * width))
                    .toList();
        }
    }

    private static FloatBuffer patches(ModelBundle bundle, PatchLayout layout, int count) {
        FloatBuffer patches = layout.room(count);
        PatchTransform transform = new PatchTransform(bundle.config());
        for (int i = 0; i < count; i++) {
            int place = i;
            PICTURES.get(i).show((rgb, w, h) -> transform.apply(rgb, w, h, patches, place, layout));
        }
        return patches;
    }
}
