package io.slidestream.trainer.fit;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.feed.TileBatches;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Continues the training of a measured network on all tiles, those it was measured on among them. Nothing can be
 * measured after that, so nothing is chosen either: the epochs are the recipe's and the last one is kept.
 */
public final class Refit {
    static final String PHASE = "all layers on all tiles";

    private final TrainingRequest request;
    private final Recipe recipe;
    private final ModelConfig config;
    private final TrainingListener listener;
    private final Progress progress;

    /** @param recipe of the training before */
    public Refit(
            TrainingRequest request, Recipe recipe, ModelConfig config, TrainingListener listener, Progress progress) {
        this.request = request;
        this.recipe = recipe;
        this.config = config;
        this.listener = listener;
        this.progress = progress;
    }

    /**
     * @param tiles trained on
     * @param epochs over them
     */
    public record Figures(int tiles, int epochs) {}

    /** @param figures null where the recipe has none */
    public record Result(
            Map<String, Tensor> weights, @Nullable Figures figures) {}

    /** @param kept where the refit stood, if one was killed */
    public Result run(
            Map<String, Tensor> measured,
            TrainingParts parts,
            Optional<CheckpointFolder.Kept> kept,
            FineTuning.Keeper keeper) {
        if (!recipe.allLayers() || recipe.course().refit() == 0) {
            return new Result(measured, null);
        }
        List<Tile> tiles = tiles(parts);
        progress.say("Going on with all " + tiles.size() + " tiles, those measured on too, for "
                + recipe.course().refit() + " epochs (--refit 0 leaves that out)");
        double[] classWeights = recipe.classWeights(parts.set().countsByClass(tiles));
        long seed = request.data().seed() + 1;
        FineTuning tuning = new FineTuning(
                PHASE,
                recipe.ofRefit(),
                request.network(),
                config,
                new FineTuning.Data(
                        new TileBatches(
                                tiles,
                                config,
                                recipe.feeding().augmentation(),
                                recipe.feeding().shuffle(),
                                recipe.feeding().batch(),
                                seed),
                        new Validation(request.network(), config, List.of(), classWeights, request.threads(), progress),
                        classWeights),
                seed,
                request.threads(),
                listener);
        Tuned tuned = tuning.run(
                measured,
                FineTuning.Beginning.UNTRAINED,
                kept.map(CheckpointFolder.Kept::progressed).orElse(null),
                keeper);
        return new Result(tuned.weights(), new Figures(tiles.size(), tuned.epochs()));
    }

    /** All that were named as the training's; others to test on stay unseen. */
    private static List<Tile> tiles(TrainingParts parts) {
        List<Tile> tiles = new ArrayList<>(parts.split().training());
        tiles.addAll(parts.split().validation());
        if (!parts.hasOtherTest()) {
            tiles.addAll(parts.split().test());
        }
        return tiles;
    }
}
