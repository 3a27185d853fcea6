package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.family.NarrowNetworks;
import io.slidestream.networks.weights.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small networks of each family, with random weights below a classifier that tells three colours apart. */
class Int8FamiliesTest {
    private static final List<LabelledPicture> PICTURES = ColouredPictures.of(102);

    @TempDir
    Path temp;

    /**
     * Two small ones; with {@code -Dslidestream.nightly=true} one of each other family, save MobileNetV2's,
     * whose random features do not tell the colours apart. The same families under other names are the same graphs.
     */
    static List<String> families() {
        if (!isNight()) {
            return List.of("densenet", "efficientnet_v2");
        }
        return GoldenNetworks.convolutional().stream()
                .filter(name -> !name.matches("(tia|timm)-.*|squeezenet.*|mobilenet_v2"))
                .toList();
    }

    /** One with groups, local normalisation and hidden dense layers; by night all. */
    static List<NarrowNetworks> narrowNetworks() {
        return isNight() ? List.of(NarrowNetworks.values()) : List.of(NarrowNetworks.ALEXNET_GROUPED);
    }

    private static boolean isNight() {
        return Boolean.getBoolean("slidestream.nightly");
    }

    @ParameterizedTest
    @MethodSource("families")
    void bytes_agreeWithFloats_byBothEngines(String name) {
        GoldenNetwork golden = GoldenNetworks.read(name);
        int outputs = golden.logits().get(0).length;
        agree(golden.sizePx(), outputs, golden.weights());
    }

    @ParameterizedTest
    @MethodSource("narrowNetworks")
    void bytesOfNarrowNetworks_agreeWithFloats_byBothEngines(NarrowNetworks network) {
        agree(network.sizePx(), network.width(), network.weights());
    }

    private void agree(int sizePx, int outputs, Map<String, Tensor> weights) {
        ModelBundle bundle = ColourNetworks.taught(temp, sizePx, outputs, weights);

        Int8Report report = Int8Export.publish(bundle, PICTURES, 1);

        assertThat(report.fp32Accuracy()).isGreaterThan(0.95);
        assertThat(report.agreement()).isGreaterThanOrEqualTo(0.97);
        assertThat(report.meanAbsDifference()).isBetween(1e-12, 0.05);
        Probabilities byOnnxRuntime = inBytes(bundle, EngineKind.ONNXRUNTIME);
        Probabilities byOneDnn = inBytes(bundle, EngineKind.DL4J);
        assertThat(byOneDnn.agreement(byOnnxRuntime)).isGreaterThanOrEqualTo(0.97);
        assertThat(byOneDnn.meanAbsDifference(byOnnxRuntime)).isLessThan(0.05);
    }

    private static Probabilities inBytes(ModelBundle bundle, EngineKind engine) {
        try (InferenceEngine opened = Engines.open(bundle, new EngineChoice(engine, Precision.INT8), 16, 1)) {
            return Probabilities.of(opened, bundle.config(), PICTURES);
        }
    }
}
