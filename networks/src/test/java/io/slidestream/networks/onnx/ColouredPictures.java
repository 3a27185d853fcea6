package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.dl4j.Dl4jFeaturiser;
import io.slidestream.networks.dl4j.SeededTensors;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.weights.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Noise of three colours, and a network of seeded weights whose classifier tells them apart by their mean features. */
final class ColouredPictures {
    static final List<String> CLASSES = List.of("red", "green", "blue");
    private static final int SIDE_PX = 32;

    private ColouredPictures() {}

    private record Noise(int classIndex, long seed) implements LabelledPicture {
        @Override
        public void show(Viewer viewer) {
            int[] rgb = new Random(seed).ints(SIDE_PX * SIDE_PX, 0, 1 << 24).toArray();
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = rgb[i] >> 1 & 0x7f7f7f | 0x80 << (16 - 8 * classIndex);
            }
            viewer.see(rgb, SIDE_PX, SIDE_PX);
        }
    }

    static List<LabelledPicture> of(int count) {
        return IntStream.range(0, count)
                .<LabelledPicture>mapToObj(i -> new Noise(i % CLASSES.size(), i))
                .toList();
    }

    /** The class with the nearest mean, as a linear layer; lifted, so that the ReLU after it clips nothing. */
    static Map<String, Tensor> weights(Architecture architecture, ModelConfig config) {
        Map<String, Tensor> weights = new TreeMap<>(SeededTensors.weights(architecture, CLASSES.size()));
        int width = architecture.featureCount();
        double[][] means = new double[CLASSES.size()][width];
        List<LabelledPicture> pictures = of(4 * CLASSES.size());
        try (Dl4jFeaturiser featuriser =
                Dl4jFeaturiser.of(architecture, config.inputSizePx(), weights, pictures.size(), 1)) {
            var patches = SeededTensors.patches(featuriser.layout(), pictures.size());
            PatchTransform transform = new PatchTransform(config);
            for (int i = 0; i < pictures.size(); i++) {
                int place = i;
                pictures.get(i).show((rgb, w, h) -> transform.apply(rgb, w, h, patches, place, featuriser.layout()));
            }
            float[] features = featuriser.features(patches, pictures.size());
            for (int i = 0; i < features.length; i++) {
                means[i / width % CLASSES.size()][i % width] += features[i] / 4;
            }
        }
        double distance = IntStream.range(0, width)
                .mapToDouble(i -> Math.pow(means[0][i] - means[1][i], 2))
                .sum();
        Tensor weight = tensor(weights, architecture.classifier() + ".weight");
        Tensor bias = tensor(weights, architecture.classifier() + ".bias");
        for (int c = 0; c < CLASSES.size(); c++) {
            double[] mean = means[c];
            for (int i = 0; i < width; i++) {
                weight.values()[c * width + i] = (float) (10 * mean[i] / distance);
            }
            bias.values()[c] =
                    (float) (100 - 5 * Arrays.stream(mean).map(x -> x * x).sum() / distance);
        }
        return weights;
    }

    private static Tensor tensor(Map<String, Tensor> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
