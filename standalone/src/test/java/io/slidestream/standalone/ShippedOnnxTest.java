package io.slidestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.BatchScores;
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

        BatchScores dl4j = scores(bundle, EngineKind.DL4J);
        BatchScores onnx = scores(bundle, EngineKind.ONNXRUNTIME);

        assertThat(dl4j.logits()).isNotEqualTo(new float[dl4j.logits().length]);
        assertThat(onnx.logits()).containsExactly(dl4j.logits(), within(1e-4f));
        assertThat(onnx.distances()).hasSize(1).containsExactly(dl4j.distances(), within(1e-3f));
        assertThat(onnx.distances()[0]).isBetween(0.5f, 10f);
    }

    private static BatchScores scores(ModelBundle bundle, EngineKind kind) {
        int side = bundle.config().patchSizePx();
        int[] noise = new Random(7).ints((long) side * side, 0, 1 << 24).toArray();
        try (InferenceEngine engine = Engines.open(bundle, kind, 1, 1)) {
            FloatBuffer patch = ByteBuffer.allocateDirect(engine.layout().floatsPerPatch() * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            new PatchTransform(bundle.config()).apply(noise, side, side, patch, 0, engine.layout());
            return engine.scores(patch, 1);
        }
    }
}
