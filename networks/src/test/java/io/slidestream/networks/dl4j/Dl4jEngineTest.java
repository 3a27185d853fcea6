package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.engine.EngineGuarantee;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Dl4jEngineTest {
    private static final int CLASSES = 9;
    private static final int BATCH = 32;

    @ParameterizedTest
    @EnumSource
    void logits_doNotDependOnPlaceCompanyOrCount(Architecture architecture) {
        Map<String, Tensor> weights = SeededTensors.weights(architecture, CLASSES);
        EngineGuarantee.logitsDependOnThePatchAlone(
                BATCH, threads -> Dl4jEngine.of(architecture, architecture.inputSizePx(), weights, BATCH, threads));
    }

    @Test
    void logits_refusesABufferItCannotRead() {
        try (Dl4jEngine engine = squeezeNet()) {
            int floats = 2 * engine.layout().floatsPerPatch();
            assertThatThrownBy(() -> engine.logits(FloatBuffer.allocate(floats), 1))
                    .hasMessageStartingWith("patches must be a direct buffer of 301056 floats in native order, was ");
            FloatBuffer foreign = ByteBuffer.allocateDirect(floats * Float.BYTES)
                    .order(ByteOrder.BIG_ENDIAN)
                    .asFloatBuffer();
            assertThatThrownBy(() -> engine.logits(foreign, 1)).hasMessageContaining("native order");
            FloatBuffer small = SeededTensors.patches(engine.layout(), 1);
            assertThatThrownBy(() -> engine.logits(small, 1)).hasMessageContaining("301056 floats");
            FloatBuffer right = SeededTensors.patches(engine.layout(), 2);
            assertThatThrownBy(() -> engine.logits(right, 0)).hasMessage("count must be in 1..2, was 0");
            assertThatThrownBy(() -> engine.logits(right, 3)).hasMessage("count must be in 1..2, was 3");
        }
    }

    @Test
    void logits_leavePositionAndLimitUnused() {
        try (Dl4jEngine engine = squeezeNet()) {
            FloatBuffer patches = SeededTensors.patches(engine.layout(), 2, 1, 2);
            float[] expected = engine.logits(patches, 2);

            patches.position(17).limit(100);

            assertThat(engine.logits(patches, 2)).containsExactly(expected);
            assertThat(patches.position()).isEqualTo(17);
            assertThat(patches.limit()).isEqualTo(100);
        }
    }

    @Test
    void engine_saysWhatItIs() {
        try (Dl4jEngine engine = squeezeNet()) {
            assertThat(engine.description()).isEqualTo("dl4j 1.0.0-M2.1 cpu fp32 (oneDNN layer by layer, NHWC)");
            assertThat(engine.layout()).isEqualTo(new PatchLayout(224, PatchLayout.Order.NHWC));
            assertThat(engine.classCount()).isEqualTo(CLASSES);
            assertThat(engine.batchSize()).isEqualTo(2);
        }
    }

    private static Dl4jEngine squeezeNet() {
        Map<String, Tensor> weights = SeededTensors.weights(Architecture.SQUEEZENET1_1, CLASSES);
        return Dl4jEngine.of(Architecture.SQUEEZENET1_1, 224, weights, 2, 1);
    }
}
