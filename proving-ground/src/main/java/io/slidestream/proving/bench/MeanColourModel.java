package io.slidestream.proving.bench;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.onnx.OnnxFile;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A model of one dense layer upon the mean colour of a patch: real to every service, and so quick that a million tiles
 * take minutes. Its classes mean nothing.
 */
public final class MeanColourModel {
    private static final int CLASSES = 9;
    private static final int CHANNELS = 3;
    private static final String LAYER = "colour";
    private static final long SEED = 1;

    private MeanColourModel() {}

    /**
     * Writes the bundle, which ONNX Runtime alone can run.
     *
     * @param folder made if need be
     * @param patchPx side of a patch, at 0.5 microns a pixel
     */
    public static void write(Path folder, int patchPx) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), """
                {
                  "spec_version": "1.0",
                  "architecture": "mean-colour",
                  "num_classes": %d,
                  "class_names": ["ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM"],
                  "patch_size_pixels": %d,
                  "spacing_um_px": 0.5,
                  "transform": [{"name": "ToTensor"}]
                }
                """.formatted(CLASSES, patchPx));
        Map<String, Tensor> weights = Map.of(
                LAYER + ".weight", noise(CLASSES, CHANNELS),
                LAYER + ".bias", noise(CLASSES));
        Map<String, int[]> shapes = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        NetworkDraft draft = new NetworkDraft(shapes, patchPx, UnaryOperator.identity());
        Flow logits = draft.input().globalAverage("mean").flatten("flat").dense(LAYER);
        OnnxFile.write(folder.resolve("model.onnx"), draft.build("mean-colour", "mean colour", logits, LAYER), weights);
    }

    private static Tensor noise(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        Random random = new Random(SEED);
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = 2 * random.nextFloat() - 1;
        }
        return tensor;
    }
}
