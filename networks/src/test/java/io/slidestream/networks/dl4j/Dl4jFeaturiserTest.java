package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Dl4jFeaturiserTest {
    private static final int CLASSES = 3;
    private static final int BATCH = 4;
    /** Enough that the ReLU behind SqueezeNet's classifier never clips. */
    private static final float COMMON_BIAS = 100;

    @ParameterizedTest
    @EnumSource
    void linearLayerOnFeatures_givesTheNetworksLogits(Architecture architecture) {
        Map<String, Tensor> weights = new HashMap<>(SeededTensors.weights(architecture, CLASSES));
        Tensor weight = Objects.requireNonNull(weights.get(architecture.classifier() + ".weight"));
        Tensor bias = new Tensor(new int[] {CLASSES}, new float[CLASSES]);
        Arrays.fill(bias.values(), COMMON_BIAS);
        weights.put(architecture.classifier() + ".bias", bias);
        int width = architecture.featureCount();
        try (Dl4jFeaturiser featuriser =
                        Dl4jFeaturiser.of(architecture, architecture.inputSizePx(), weights, BATCH, 1);
                Dl4jEngine engine = Dl4jEngine.of(architecture, architecture.inputSizePx(), weights, BATCH, 1)) {
            FloatBuffer patches = SeededTensors.patches(featuriser.layout(), BATCH, 3, 1, 4, 1);

            float[] features = featuriser.features(patches, 3);

            assertThat(featuriser.featureCount()).isEqualTo(width);
            assertThat(features).hasSize(3 * width);
            float[] logits = engine.logits(patches, 3);
            for (int patch = 0; patch < 3; patch++) {
                for (int k = 0; k < CLASSES; k++) {
                    double sum = COMMON_BIAS;
                    for (int i = 0; i < width; i++) {
                        sum += (double) features[patch * width + i] * weight.values()[k * width + i];
                    }
                    assertThat((double) logits[patch * CLASSES + k])
                            .as("patch %d, class %d", patch, k)
                            .isCloseTo(sum, within(1e-3));
                }
            }
        }
    }
}
