package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineGuarantee;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sessions of ONNX Runtime, on the processor instead of cards. */
class SessionsTest {
    private static final EngineChoice THREE = EngineChoice.of("onnxruntime", "fp32", "cpu", 3);

    @TempDir
    Path temp;

    private ModelBundle bundle;

    @BeforeEach
    void aSmallNetwork() {
        GoldenNetwork golden = GoldenNetworks.read("resnet18");
        bundle = ColourNetworks.taught(temp, golden.sizePx(), golden.logits().get(0).length, golden.weights());
    }

    @Test
    void aTilesLogits_areTheSameInEachSession() {
        EngineGuarantee.logitsDependOnThePatchAlone(16, threads -> Engines.serve(bundle, THREE, 16, threads, 1));
    }

    @Test
    void logits_areThoseOfOneSession_alsoOfEightSymmetries() {
        for (int symmetries : new int[] {1, 8}) {
            EngineChoice one = EngineChoice.of("onnxruntime", "fp32", "cpu", 1);
            float[] expected = logits(one, symmetries);
            assertThat(logits(THREE, symmetries))
                    .as("%d symmetries", symmetries)
                    .containsExactly(expected);
        }
    }

    @Test
    void sessions_areOfOneBatchSizeThatWasFound_andSaySo() {
        try (InferenceEngine engine = Engines.serve(bundle, THREE, 0, 1, 1)) {
            assertThat(engine.batchSize()).isGreaterThanOrEqualTo(16);
            assertThat(engine.description()).isEqualTo("onnxruntime 1.29.0 cpu fp32, 3 sessions on cpu");
            assertThat(engine.logits(engine.room(engine.batchSize()), 2)).hasSize(6);
        }
    }

    private float[] logits(EngineChoice choice, int symmetries) {
        try (InferenceEngine engine = Engines.serve(bundle, choice, 4, 1, symmetries)) {
            var patches = engine.room(4);
            for (int i = 0; i < patches.capacity(); i++) {
                patches.put(i, i % 251 / 250f - 0.5f);
            }
            return engine.logits(patches, 3);
        }
    }
}
