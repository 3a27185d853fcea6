package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.engine.Featuriser;
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

/** Networks of random weights below a classifier that tells three colours apart. */
final class ColourNetworks {
    private static final List<LabelledPicture> PICTURES = ColouredPictures.of(102);
    private static final int KNOWN = ColouredPictures.CLASSES.size();

    private ColourNetworks() {}

    /** @param outputs of the network as it is */
    static ModelBundle taught(Path temp, int sizePx, int outputs, Map<String, Tensor> weights) {
        ModelBundle untaught = written(temp.resolve("untaught"), sizePx, outputs, weights);
        return written(temp.resolve("model"), sizePx, KNOWN, taught(untaught));
    }

    private static ModelBundle written(Path folder, int sizePx, int outputs, Map<String, Tensor> weights) {
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
        try (BundleDraft draft = new BundleDraft(folder, config, weights)) {
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
