package io.slidestream.trainer;

import io.slidestream.networks.InferenceEngine;
import io.slidestream.networks.ModelBundle;
import io.slidestream.networks.PatchTransform;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model makes of labelled tiles.
 *
 * @param files in the order of the probabilities
 * @param probabilities of each tile, in the order of the model's classes
 */
public record TileEvaluation(ConfusionMatrix matrix, List<Path> files, List<double[]> probabilities) {
    private static final int BATCH = 32;

    /**
     * Evaluates a folder of class folders. Classes go by name: the model may know more of them than the folder holds.
     *
     * @throws TrainingException if a tile cannot be read or a folder's name is no class of the model
     */
    public static TileEvaluation of(ModelBundle bundle, Path folder, int threads, PrintStream out) {
        TileFolder tiles = TileFolder.open(folder);
        List<String> names = bundle.config().classNames();
        List<String> unknown = tiles.classNames().stream()
                .filter(name -> !names.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new TrainingException(
                    folder + " has folders " + unknown + " which are no classes of the model; it knows " + names);
        }
        List<Tile> renamed = new ArrayList<>();
        for (Tile tile : tiles.tiles()) {
            renamed.add(new Tile(tile.file(), names.indexOf(tiles.classNames().get(tile.classIndex()))));
        }
        return of(bundle, renamed, threads, new Progress(out));
    }

    static TileEvaluation of(ModelBundle bundle, List<Tile> tiles, int threads, Progress progress) {
        try (InferenceEngine engine = bundle.openEngine(BATCH, threads)) {
            List<double[]> probabilities = probabilities(engine, new PatchTransform(bundle.config()), tiles, progress);
            return new TileEvaluation(
                    ConfusionMatrix.of(bundle.config().classNames(), tiles, probabilities),
                    tiles.stream().map(Tile::file).toList(),
                    probabilities);
        }
    }

    static List<double[]> probabilities(
            InferenceEngine engine, PatchTransform transform, List<Tile> tiles, Progress progress) {
        return new PatchRuns(transform, engine.layout(), engine.batchSize(), engine::logits)
                .over(tiles, List.of(Symmetry.IDENTITY), "classified", progress).stream()
                        .map(TileEvaluation::softmax)
                        .toList();
    }

    private static double[] softmax(float[] logits) {
        double[] exact = new double[logits.length];
        for (int c = 0; c < logits.length; c++) {
            exact[c] = logits[c];
        }
        return Softmax.of(exact);
    }
}
