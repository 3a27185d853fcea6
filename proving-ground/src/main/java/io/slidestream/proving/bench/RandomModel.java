package io.slidestream.proving.bench;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.onnx.Int8Export;
import io.slidestream.networks.onnx.LabelledPicture;
import io.slidestream.networks.weights.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A usual network in its published size with random weights, in floats and in bytes: as fast as any other, and good for nothing else. */
public enum RandomModel {
    SQUEEZENET1_1("squeezenet1_1") {
        @Override
        Map<String, int[]> shapes() {
            return Architecture.SQUEEZENET1_1.shapes(CLASSES);
        }
    },
    RESNET18("resnet18") {
        @Override
        Map<String, int[]> shapes() {
            Map<String, int[]> shapes = new LinkedHashMap<>();
            convolution(shapes, "conv1", "bn1", 64, 3, 7);
            int inputs = 64;
            for (int stage = 1; stage <= 4; stage++) {
                int outputs = 32 << stage;
                for (int block = 0; block < 2; block++) {
                    String name = "layer" + stage + "." + block + ".";
                    convolution(shapes, name + "conv1", name + "bn1", outputs, inputs, 3);
                    convolution(shapes, name + "conv2", name + "bn2", outputs, outputs, 3);
                    if (inputs != outputs) {
                        convolution(shapes, name + "downsample.0", name + "downsample.1", outputs, inputs, 1);
                    }
                    inputs = outputs;
                }
            }
            shapes.put("fc.weight", new int[] {CLASSES, inputs});
            shapes.put("fc.bias", new int[] {CLASSES});
            return shapes;
        }
    };

    private static final int CLASSES = 9;
    private static final int SIDE_PX = 224;
    private static final int PICTURES = 8;
    private static final long SEED = 1;

    private final String label;

    RandomModel(String label) {
        this.label = label;
    }

    /** Name to shape of every tensor. */
    abstract Map<String, int[]> shapes();

    public String label() {
        return label;
    }

    public static List<String> labels() {
        return IntStream.range(0, values().length)
                .mapToObj(i -> values()[i].label)
                .toList();
    }

    /** @throws IllegalArgumentException for an unknown name, listing the known ones */
    public static RandomModel of(String label) {
        for (RandomModel model : values()) {
            if (model.label.equals(label)) {
                return model;
            }
        }
        throw new IllegalArgumentException("unknown network \"" + label + "\", known are " + labels());
    }

    /**
     * Writes the bundle, in seconds.
     *
     * @param folder that does not exist
     * @param threads to find the ranges of its bytes with
     */
    public ModelBundle write(Path folder, int threads) {
        ModelConfig config = new ModelConfig(
                label,
                IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList(),
                SIDE_PX,
                0.5,
                List.of(
                        new Resize(SIDE_PX),
                        new ToTensor(),
                        new Normalize(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225))),
                null,
                null,
                1);
        Map<String, Tensor> weights = new TreeMap<>();
        Random random = new Random(SEED);
        shapes().forEach((name, shape) -> weights.put(name, filled(name, shape, random)));
        try (BundleDraft draft = new BundleDraft(folder, config, weights)) {
            ModelBundle bundle = draft.publish();
            Int8Export.unproven(bundle, pictures(random), threads);
            return bundle;
        }
    }

    private static void convolution(
            Map<String, int[]> shapes, String name, String normalization, int outputs, int inputs, int side) {
        shapes.put(name + ".weight", new int[] {outputs, inputs, side, side});
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            shapes.put(normalization + "." + part, new int[] {outputs});
        }
    }

    /** Weights after He et al. (2015); a normalisation does nothing. */
    private static Tensor filled(String name, int[] shape, Random random) {
        Tensor tensor = Tensor.zeros(shape);
        double deviation = Math.sqrt(2.0 * shape[0] / tensor.values().length);
        for (int i = 0; i < tensor.values().length; i++) {
            if (shape.length > 1) {
                tensor.values()[i] = (float) (deviation * random.nextGaussian());
            } else if (name.endsWith("running_var") || name.endsWith("weight")) {
                tensor.values()[i] = 1;
            }
        }
        return tensor;
    }

    private static List<LabelledPicture> pictures(Random random) {
        return IntStream.range(0, PICTURES)
                .<LabelledPicture>mapToObj(i -> new Noise(
                        i % CLASSES, random.ints(SIDE_PX * SIDE_PX, 0, 1 << 24).toArray()))
                .toList();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Noise(int classIndex, int[] rgb) implements LabelledPicture {
        @Override
        public void show(Viewer viewer) {
            viewer.see(rgb, SIDE_PX, SIDE_PX);
        }
    }
}
