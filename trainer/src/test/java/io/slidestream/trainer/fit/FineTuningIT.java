package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.trainer.Tiles;
import io.slidestream.trainer.Training;
import io.slidestream.trainer.TrainingResult;
import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Unreadable;
import io.slidestream.trainer.measure.Proportion;
import io.slidestream.trainer.recipe.Augmentation;
import io.slidestream.trainer.recipe.NewModel;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.StartingNetwork;
import io.slidestream.trainer.recipe.TrainingRequest;
import io.slidestream.trainer.recipe.TrainingTiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings of all layers, from scratch and of a few steps each. */
class FineTuningIT {
    private final List<String> lines = new ArrayList<>();

    @TempDir
    Path temp;

    @BeforeEach
    void writeTiles() {
        Tiles.writeClass(temp.resolve("tiles"), "BLUE", 6, 0x2020c0);
        Tiles.writeClass(temp.resolve("tiles"), "RED", 6, 0xc02020);
    }

    @Test
    void aKilledTrainingThatGoesOn_givesTheSameBytes() throws IOException {
        Recipe recipe = Recipe.USUAL.withEpochs(2).withBatch(2).withRefit(2);
        run(request("undisturbed", recipe, false), screen());
        assertThat(lines).anyMatch(line -> line.startsWith("WARNING: no --pretrained weights"));

        assertThatThrownBy(() -> run(request("killed", recipe, false), killingIn("epoch 2/2, 66 %")))
                .isInstanceOf(Killed.class);
        assertThat(temp.resolve("killed")).doesNotExist();
        assertThat(temp.resolve("killed.training/checkpoint.json")).exists();
        assertThatThrownBy(() -> run(request("killed", recipe.withLearningRate(2e-4), true), screen()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("killed.training holds the state of another training");
        assertThatThrownBy(() -> run(request("killed", recipe, true), killingIn("epoch 2/2, 83 %")))
                .as("in the refit, which has more batches")
                .isInstanceOf(Killed.class);
        assertThat(temp.resolve("killed.training-refit/checkpoint.json")).exists();
        lines.clear();
        run(request("killed", recipe, true), screen());

        assertThat(lines)
                .contains("Going on after epoch 2 of 2 of all layers")
                .noneMatch(line -> line.contains("epoch 1/2"));
        assertThat(temp.resolve("killed/model.safetensors"))
                .hasSameBinaryContentAs(temp.resolve("undisturbed/model.safetensors"));
        assertThat(temp.resolve("killed.training")).doesNotExist();
        assertThat(temp.resolve("killed.training-refit")).doesNotExist();
        JsonNode metrics =
                new JsonMapper().readTree(temp.resolve("killed/metrics.json").toFile());
        assertThat(metrics.at("/training_course")).hasSize(4);
        assertThat(metrics.at("/recipe/refit_after_the_measuring/tiles").intValue())
                .isEqualTo(12);
        assertThat(metrics.at("/recipe/all_layers/epochs").intValue()).isEqualTo(2);
        assertThat(metrics.at("/seed_study_projection/all_layers_seconds").doubleValue())
                .isPositive();
        assertThat(temp.resolve("killed/MODEL_CARD.md"))
                .content()
                .contains("trained from scratch", "AdamW, batch 2", "Measured before the last 2 epochs");
    }

    @Test
    void aFewTiles_areLearntByHeart() throws IOException {
        Path few = temp.resolve("few");
        int[] colours = {0xc02020, 0x20c020, 0x2020c0, 0xc0c020, 0x20c0c0, 0xc020c0};
        for (int i = 0; i < colours.length; i++) { // labels of no meaning
            Tiles.write(few.resolve(i % 2 == 0 ? "EVEN" : "ODD"), i + ".png", 16, colours[i], i);
        }
        Recipe recipe = Recipe.USUAL
                .withEpochs(24)
                .withBatch(4)
                .withLearningRate(1e-3)
                .withDropout(0)
                .withAugmentation(Augmentation.NONE)
                .withRefit(0);

        run(request(few, null, "model", recipe, new SplitRatios(0.67, 0.33), false), screen());

        JsonNode course = new JsonMapper()
                .readTree(temp.resolve("model/metrics.json").toFile())
                .path("training_course");
        assertThat(course.get(course.size() - 1).path("training_accuracy").doubleValue())
                .isEqualTo(1);
        assertThat(lines).anyMatch(line -> line.contains("none to test: there will be no test accuracy"));
    }

    @Test
    void labelsThatMeanNothing_teachNothing() {
        Path random = temp.resolve("random");
        Path others = temp.resolve("others");
        for (int i = 0; i < 48; i++) { // either label has as many of each colour
            Path of = i < 16 ? random : others;
            Tiles.write(of.resolve(i % 2 == 0 ? "A" : "B"), i + ".png", 16, i / 2 % 2 == 0 ? 0xc02020 : 0x2020c0, i);
        }
        Recipe recipe = Recipe.USUAL.withEpochs(2).withBatch(4).withRefit(0);

        TrainingResult result =
                run(request(random, others, "model", recipe, new SplitRatios(0.5, 0.5), false), screen());

        Proportion accuracy = result.test().orElseThrow().accuracy();
        assertThat(accuracy.low()).isLessThan(0.5);
        assertThat(accuracy.high()).isGreaterThan(0.5);
    }

    @Test
    void aTrainingThatBreaksDown_saysSo() {
        Recipe recipe = Recipe.SEED_STUDY.withEpochs(3).withBatch(2).withLearningRate(10);

        assertThatThrownBy(() -> run(request("model", recipe, false), screen()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("training broke down: in batch")
                .hasMessageContaining("Try a lower --learning-rate (it was 10.0)");
        assertThat(temp.resolve("model")).doesNotExist();
    }

    private TrainingResult run(TrainingRequest request, Screen screen) {
        TrainingResult result = Training.run(request, screen);
        assertThat(ModelBundle.load(result.bundle().folder()).id())
                .isEqualTo(result.bundle().id());
        return result;
    }

    private TrainingRequest request(String out, Recipe recipe, boolean resumes) {
        return request(temp.resolve("tiles"), null, out, recipe, SplitRatios.KATHER, resumes);
    }

    private TrainingRequest request(
            Path tiles,
            @org.jspecify.annotations.Nullable Path test,
            String out,
            Recipe recipe,
            SplitRatios ratios,
            boolean resumes) {
        return new TrainingRequest(
                new TrainingTiles(tiles, test, ratios, Unreadable.REFUSED, 1),
                new NewModel(temp.resolve(out), "tiny", 0.5, null, null),
                StartingNetwork.of(Architecture.SQUEEZENET1_1),
                null,
                TrainingRequest.TORCHVISION,
                recipe,
                1,
                resumes);
    }

    private Screen screen() {
        return killingIn("never");
    }

    /** Ends the work in the middle of it, when a line holds a text; what is on disk then is what a killed process leaves. */
    private Screen killingIn(String text) {
        return new Screen() {
            @Override
            public boolean interactive() {
                return true;
            }

            @Override
            public void print(String line) {
                lines.add(line);
            }

            @Override
            public void show(String line) {
                if (line.contains(text)) {
                    throw new Killed();
                }
            }
        };
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
