package io.slidestream.trainer.measure;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.ClassScores;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.feed.PatchRuns;
import io.slidestream.trainer.picture.PictureChange;
import io.slidestream.trainer.picture.Symmetry;
import java.util.List;

/**
 * A model's results on labelled tiles.
 *
 * @param probabilities of each tile, in the order of the tiles; in the order of the model's classes
 */
public record TileEvaluation(ConfusionMatrix matrix, List<double[]> probabilities) {
    private static final int BATCH = 32;

    public static TileEvaluation of(ModelBundle bundle, List<Tile> tiles, int threads, Progress progress) {
        try (InferenceEngine engine = Engines.open(bundle, EngineKind.DL4J, BATCH, threads)) {
            List<double[]> probabilities = probabilities(engine, new PatchTransform(bundle.config()), tiles, progress);
            return new TileEvaluation(
                    ConfusionMatrix.of(bundle.config().classNames(), tiles, probabilities), probabilities);
        }
    }

    public static List<double[]> probabilities(
            InferenceEngine engine, PatchTransform transform, List<Tile> tiles, Progress progress) {
        return logits(engine, transform, tiles, List.of(Symmetry.IDENTITY), "classified", progress).stream()
                .map(ClassScores::softmax)
                .toList();
    }

    /** One vector for each change of each tile, all of the first tile's first. */
    public static List<double[]> logits(
            InferenceEngine engine,
            PatchTransform transform,
            List<Tile> tiles,
            List<? extends PictureChange> changes,
            String what,
            Progress progress) {
        return new PatchRuns(transform, engine.layout(), engine.batchSize(), engine::logits)
                .over(tiles, changes, what, progress).stream()
                        .map(TileEvaluation::exact)
                        .toList();
    }

    private static double[] exact(float[] logits) {
        double[] exact = new double[logits.length];
        for (int c = 0; c < logits.length; c++) {
            exact[c] = logits[c];
        }
        return exact;
    }
}
