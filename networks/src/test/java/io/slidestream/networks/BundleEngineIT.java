package io.slidestream.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundleTest;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.patches.PillowResizeTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleEngineIT {
    @TempDir
    Path temp;

    @Test
    void theTemperature_dividesTheLogits() {
        float[] plain = logits(1);
        float[] tempered = logits(2.5);

        assertThat(plain[0]).isNotEqualTo(plain[1]);
        for (int c = 0; c < 2; c++) {
            assertThat(tempered[c]).isEqualTo((float) (plain[c] / 2.5), within(1e-4f));
        }
    }

    private float[] logits(double temperature) {
        ModelConfig config = new ModelConfig(
                "squeezenet1_1",
                List.of("A", "B"),
                100,
                0.5,
                List.of(new Resize(224), new ToTensor()),
                "ab",
                null,
                temperature);
        try (BundleDraft draft = new BundleDraft(temp.resolve("model"), config, ModelBundleTest.weights(3));
                InferenceEngine engine = Engines.open(draft.bundle(), EngineKind.DL4J, 2, 1)) {
            FloatBuffer patches = ByteBuffer.allocateDirect(2 * engine.layout().floatsPerPatch() * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            PatchTransform transform = new PatchTransform(config);
            transform.apply(PillowResizeTest.picture(100, 100), 100, 100, patches, 0, engine.layout());
            return engine.logits(patches, 1);
        }
    }
}
