package io.slidestream.trainer.fit;

import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.familiar.Familiar;
import io.slidestream.networks.familiar.FamiliarFit;
import io.slidestream.networks.onnx.OnnxBundle;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.feed.PatchRuns;
import io.slidestream.trainer.picture.Symmetry;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Tiles that all layers were trained on lie nearer to their class than new ones do, even where the statistics leave them out: the layers
 * have seen them. So the measured network is asked how much farther the tiles go that it has not seen, and the threshold of the written
 * one, which has seen all of them, is stretched by that.
 */
/**
 * How familiar tiles are to a network whose layers were trained.
 *
 * @param statistics what the bundle keeps
 * @param tiles that they are of, which the network was trained on
 * @param unseen tiles that the threshold was stretched by, which the measured network was not trained on
 * @param stretch how much farther these go than those trained on
 */
public record Familiarity(Familiar statistics, int tiles, int unseen, double stretch) {
    private static final int BATCH = 32;

    /**
     * @param measured weights before a refit
     * @param last weights that are written
     * @return null, and said why, where it cannot be told
     */
    public static @Nullable Familiarity of(
            TrainingRequest request,
            ModelConfig config,
            TrainingParts parts,
            Map<String, Tensor> measured,
            Map<String, Tensor> last,
            Progress progress) {
        List<Tile> training = parts.split().training();
        List<Tile> unseen = new ArrayList<>(parts.split().validation());
        if (!parts.hasOtherTest()) {
            unseen.addAll(parts.split().test());
        }
        if (Math.min(training.size(), unseen.size()) < FamiliarFit.FEWEST_TILES) {
            progress.say("What is familiar is not told: it needs " + FamiliarFit.FEWEST_TILES
                    + " tiles that are trained on and as many others");
            return null;
        }
        boolean same = measured.equals(last);
        List<float[]> features = features(request, config, measured, joined(training, unseen), progress);
        long seed = request.data().seed();
        try {
            Familiar before = FamiliarFit.of(features.subList(0, training.size()), classes(training), seed);
            double stretch = before.reach(features.subList(training.size(), features.size()));
            if (same) {
                return new Familiarity(before.stretched(stretch), training.size(), unseen.size(), stretch);
            }
            List<Tile> all = parts.own();
            Familiar after = FamiliarFit.of(features(request, config, last, all, progress), classes(all), seed);
            return new Familiarity(after.stretched(stretch), all.size(), unseen.size(), stretch);
        } catch (IllegalArgumentException e) {
            progress.say("What is familiar is not told: " + e.getMessage());
            return null;
        }
    }

    private static List<Tile> joined(List<Tile> some, List<Tile> others) {
        List<Tile> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static int[] classes(List<Tile> tiles) {
        return tiles.stream().mapToInt(Tile::classIndex).toArray();
    }

    private static List<float[]> features(
            TrainingRequest request,
            ModelConfig config,
            Map<String, Tensor> weights,
            List<Tile> tiles,
            Progress progress) {
        try (BundleDraft draft = new BundleDraft(request.model().out(), config, weights)) {
            ModelBundle bundle = draft.bundle();
            try (Featuriser featuriser = OnnxBundle.featuriser(bundle, BATCH, request.threads())) {
                return new PatchRuns(new PatchTransform(config), featuriser.layout(), BATCH, featuriser::features)
                        .over(tiles, List.of(Symmetry.IDENTITY), "tiles' distances", progress);
            }
        }
    }
}
