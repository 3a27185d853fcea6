package io.slidestream.networks.familiar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.dl4j.SeededTensors;
import io.slidestream.networks.engine.BatchScores;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.SymmetricEngine;
import io.slidestream.networks.onnx.OnnxBundle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SqueezeNet, which ends in a convolution, in both engines. */
class FamiliarEnginesTest {
    private static final ModelConfig CONFIG = new ModelConfig(
            "squeezenet1_1", List.of("A", "B", "C"), 224, 0.5, List.of(new ToTensor()), "three", null, 1.5);

    @TempDir
    private Path folder;

    @Test
    void bothEngines_giveTheSameDistances_andTheLogitsOfAModelWithout() {
        ModelBundle without = written("without", null);
        ModelBundle with = written("with", statistics(without));

        BatchScores onnx = scores(with, EngineKind.ONNXRUNTIME);
        BatchScores dl4j = scores(with, EngineKind.DL4J);

        assertThat(onnx.distances()).hasSize(2).doesNotContain(Float.POSITIVE_INFINITY);
        assertThat(dl4j.distances()).containsExactly(onnx.distances(), within(1e-3f));
        assertThat(onnx.distances()[0]).isNotEqualTo(onnx.distances()[1]);
        assertThat(onnx.logits())
                .containsExactly(scores(without, EngineKind.ONNXRUNTIME).logits(), within(1e-5f));
        assertThat(dl4j.logits()).containsExactly(onnx.logits(), within(1e-4f));
        assertThat(scores(without, EngineKind.ONNXRUNTIME).distances()).isEmpty();
        assertThat(with.id()).isNotEqualTo(without.id());
        assertThat(with.model(1).tellsFamiliar()).isTrue();
        assertThat(without.model(1).tellsFamiliar()).isFalse();
        try (InferenceEngine turned = new SymmetricEngine(Engines.open(with, EngineKind.ONNXRUNTIME, 2, 1))) {
            assertThat(turned.scores(SeededTensors.patches(turned.layout(), 2, 3, 4), 2)
                            .distances())
                    .hasSize(2)
                    .doesNotContain(0);
        }
    }

    private static BatchScores scores(ModelBundle bundle, EngineKind kind) {
        try (InferenceEngine engine = Engines.open(bundle, kind, 2, 1)) {
            return engine.scores(SeededTensors.patches(engine.layout(), 2, 3, 4), 2);
        }
    }

    /** Of features around those of seeded patches. */
    private static Familiar statistics(ModelBundle bundle) {
        try (Featuriser featuriser = OnnxBundle.featuriser(bundle, 2, 1)) {
            float[] two = featuriser.features(SeededTensors.patches(featuriser.layout(), 2, 1, 2), 2);
            int width = featuriser.featureCount();
            assertThat(width).isEqualTo(512);
            List<float[]> tiles = new ArrayList<>();
            java.util.Random random = new java.util.Random(1);
            for (int i = 0; i < 60; i++) {
                float[] tile = Arrays.copyOfRange(two, i % 2 * width, (i % 2 + 1) * width);
                for (int j = 0; j < width; j++) {
                    tile[j] *= (float) (1 + 0.1 * random.nextGaussian());
                }
                tiles.add(tile);
            }
            int[] classes = new int[60];
            Arrays.setAll(classes, i -> i % 2);
            return FamiliarFit.of(tiles, classes, 1);
        }
    }

    private ModelBundle written(String name, @org.jspecify.annotations.Nullable Familiar familiar) {
        try (BundleDraft draft =
                new BundleDraft(folder.resolve(name), CONFIG, SeededTensors.weights(Architecture.SQUEEZENET1_1, 3))) {
            if (familiar != null) {
                draft.add(familiar);
            }
            return draft.publish();
        }
    }
}
