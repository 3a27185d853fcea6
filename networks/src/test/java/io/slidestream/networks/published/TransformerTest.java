package io.slidestream.networks.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.onnx.Int8Export;
import io.slidestream.networks.onnx.OnnxExport;
import io.slidestream.networks.onnx.OnnxFeaturiser;
import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of tokens, which one engine alone computes. */
class TransformerTest {
    @TempDir
    Path temp;

    @Test
    void bundle_isServedByOnnxRuntime_andTheOthersSayWhichEngineDoes() {
        ModelConfig config =
                new ModelConfig("vit", List.of("A", "B", "C"), 64, 0.5, List.of(new ToTensor()), null, null, 1);
        try (BundleDraft draft = new BundleDraft(
                temp.resolve("vit"), config, GoldenNetworks.read("timm-vit").weights())) {
            ModelBundle bundle = draft.bundle();
            try (OnnxExport export = new OnnxExport(bundle, 1)) {
                assertThat(export.publish().isMeasured()).isFalse();
            }

            assertThat(Engines.of(bundle)).containsExactly(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32));
            assertThatThrownBy(() -> Engines.open(bundle, EngineKind.DL4J, 1, 1))
                    .isInstanceOf(ModelBundleException.class)
                    .hasMessageContaining("choose the engine onnxruntime");
            assertThatThrownBy(() -> Int8Export.publish(bundle, List.of(), 1))
                    .isInstanceOf(ModelBundleException.class)
                    .hasMessageContaining("a ViT is not quantised here");
        }
    }

    @Test
    void encoderWithoutAClassifier_givesItsLastTokens() {
        Map<String, Tensor> weights =
                new TreeMap<>(GoldenNetworks.read("timm-vit-reg").weights());
        weights.remove("head.weight");
        weights.remove("head.bias");

        try (Featuriser featuriser = OnnxFeaturiser.of(Families.withClassifier(weights), 64, 2, 1)) {
            assertThat(featuriser.featureCount()).isEqualTo(128);
        }
    }

    @Test
    void patchesOfAnotherSize_areRefused_namingTheOneThatFits() throws IOException {
        Path file = temp.resolve("vit.safetensors");
        Safetensors.write(file, GoldenNetworks.read("timm-vit-mean").weights());

        assertThatThrownBy(() -> Encoder.of(file, null))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("does not take patches of 224 px")
                .hasMessageContaining("of patches of 64 px");
    }
}
