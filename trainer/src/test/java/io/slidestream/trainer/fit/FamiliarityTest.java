package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.Tiles;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.data.Unreadable;
import io.slidestream.trainer.recipe.NewModel;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.StartingNetwork;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingRequest;
import io.slidestream.trainer.recipe.TrainingTiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FamiliarityTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path temp;

    private TrainingParts parts;

    /** Forty tiles of two colours to train on, and forty darker ones that are not. */
    @BeforeEach
    void tiles() {
        Tiles.writeClass(temp.resolve("tiles"), "BLUE", 40, 0x2020c0);
        Tiles.writeClass(temp.resolve("tiles"), "RED", 40, 0xc02020);
        for (int i = 0; i < 20; i++) {
            Tiles.write(temp.resolve("tiles/BLUE"), "t%02d.png".formatted(20 + i), 16, 0x2020a0, 1_000 + i);
            Tiles.write(temp.resolve("tiles/RED"), "t%02d.png".formatted(20 + i), 16, 0xa02020, 2_000 + i);
        }
        TrainingParts drawn = TrainingParts.of(
                new TrainingTiles(temp.resolve("tiles"), null, SplitRatios.KATHER, Unreadable.REFUSED, 1));
        List<Tile> training =
                drawn.own().stream().filter(FamiliarityTest::isUsual).toList();
        List<Tile> others = drawn.own().stream().filter(tile -> !isUsual(tile)).toList();
        parts = drawn.with(new Split(training, others.subList(0, 20), others.subList(20, 40)));
    }

    private static boolean isUsual(Tile tile) {
        return tile.name().matches(".*t[01]\\d\\.png");
    }

    @Test
    void theThreshold_letsTilesPassThatWereNotTrainedOn() {
        Map<String, Tensor> weights = weights();

        Familiarity found = Objects.requireNonNull(of(parts, weights));

        assertThat(found.tiles()).isEqualTo(40);
        assertThat(found.unseen()).isEqualTo(40);
        assertThat(found.stretch()).as("darker tiles").isGreaterThan(1.2);
        assertThat(found.statistics().classCount()).isEqualTo(2);
        assertThat(found.statistics().featureCount()).isEqualTo(512);
    }

    @Test
    void whereTilesAreTooFew_nothingIsTold_andWhyIsSaid() {
        Split split = parts.split();
        TrainingParts fewer = parts.with(new Split(split.training(), split.validation(), List.of()));

        assertThat(of(fewer, weights())).isNull();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("What is familiar is not told: it needs 40 tiles that are trained on and as many others");
    }

    /** A training of hours is not lost with them. */
    @Test
    void aNetworkThatSeesAllTilesAlike_hasNoStatistics() {
        Map<String, Tensor> blind = new TreeMap<>(weights());
        blind.replaceAll((name, tensor) -> Tensor.zeros(tensor.shape()));

        assertThat(of(parts, blind)).isNull();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("features are all alike");
    }

    private @org.jspecify.annotations.Nullable Familiarity of(TrainingParts tiles, Map<String, Tensor> weights) {
        TrainingRequest request = new TrainingRequest(
                new TrainingTiles(temp.resolve("tiles"), null, SplitRatios.KATHER, Unreadable.REFUSED, 1),
                new NewModel(temp.resolve("model"), "colours", 0.5, null, null),
                StartingNetwork.of(Architecture.SQUEEZENET1_1),
                null,
                TrainingRequest.TORCHVISION,
                Recipe.USUAL,
                1,
                false);
        ModelConfig config = new ModelConfig(
                "squeezenet1_1",
                List.of("BLUE", "RED"),
                16,
                0.5,
                List.of(new Resize(224), new ToTensor()),
                "colours",
                null,
                1);
        return Familiarity.of(
                request,
                config,
                tiles,
                weights,
                weights,
                new Progress(Screen.plain(new PrintStream(printed, true, StandardCharsets.UTF_8))));
    }

    private static Map<String, Tensor> weights() {
        Random random = new Random(1);
        Map<String, Tensor> weights = new TreeMap<>();
        Architecture.SQUEEZENET1_1.shapes(2).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            if (name.endsWith(".weight")) {
                double spread = Math.sqrt(2.0 * shape[0] / tensor.values().length);
                for (int i = 0; i < tensor.values().length; i++) {
                    tensor.values()[i] = (float) (random.nextGaussian() * spread);
                }
            }
            weights.put(name, tensor);
        });
        return weights;
    }
}
