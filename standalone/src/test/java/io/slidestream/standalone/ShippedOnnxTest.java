package io.slidestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The shipped model in both engines. */
class ShippedOnnxTest {
    @Test
    void bothEngines_seeTheSame() {
        ModelBundle bundle = ModelBundle.load(Path.of("../models/crc-nine-class"));

        float[] dl4j = logits(bundle, EngineKind.DL4J);

        assertThat(dl4j).isNotEqualTo(new float[dl4j.length]);
        assertThat(logits(bundle, EngineKind.ONNXRUNTIME)).containsExactly(dl4j, within(1e-4f));
    }

    private static float[] logits(ModelBundle bundle, EngineKind kind) {
        int side = bundle.config().patchSizePx();
        int[] noise = new Random(7).ints((long) side * side, 0, 1 << 24).toArray();
        try (InferenceEngine engine = Engines.open(bundle, kind, 1, 1)) {
            FloatBuffer patch = ByteBuffer.allocateDirect(engine.layout().floatsPerPatch() * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            new PatchTransform(bundle.config()).apply(noise, side, side, patch, 0, engine.layout());
            return engine.logits(patch, 1);
        }
    }
}
