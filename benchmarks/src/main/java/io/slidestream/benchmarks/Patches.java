package io.slidestream.benchmarks;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** Pictures and a place for their floats. */
final class Patches {
    static final int INPUT_PX = 224;

    private Patches() {}

    static int[] noise(int sidePx) {
        return new SplittableRandom(1).ints((long) sidePx * sidePx, 0, 1 << 24).toArray();
    }

    static FloatBuffer batch() {
        return ByteBuffer.allocateDirect(4 * 3 * INPUT_PX * INPUT_PX)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    static ModelConfig config() {
        return new ModelConfig(
                "squeezenet1_1",
                List.of("a", "b"),
                INPUT_PX,
                0.5,
                List.of(
                        new TransformStep.Resize(INPUT_PX),
                        new TransformStep.ToTensor(),
                        new TransformStep.Normalize(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2))),
                null,
                null,
                1);
    }
}
