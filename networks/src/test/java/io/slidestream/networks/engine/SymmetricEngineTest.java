package io.slidestream.networks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.patches.PatchLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SymmetricEngineTest {
    /** Of a 3×3 patch; the corners are all that a corner engine sees, each in two of the eight forms. */
    private static final float[] REDS = {0, 9, 1, 9, 9, 9, 2, 9, 3};

    @ParameterizedTest
    @EnumSource(PatchLayout.Order.class)
    void answer_isTheMeanProbabilityOfAllForms(PatchLayout.Order order) {
        PatchLayout layout = new PatchLayout(3, order);
        CornerEngine corner = new CornerEngine(layout, 2);
        FloatBuffer patches = buffer(2 * layout.floatsPerPatch());
        put(patches, layout, 1);

        try (InferenceEngine engine = new SymmetricEngine(corner)) {
            float[] logits = engine.logits(patches, 2);

            double expected = IntStream.rangeClosed(0, 3)
                    .mapToDouble(red -> 1 / (1 + Math.exp(-red)))
                    .average()
                    .orElseThrow();
            assertThat(Math.exp(logits[2])).isCloseTo(expected, within(1e-6));
            assertThat(Math.exp(logits[3])).isCloseTo(1 - expected, within(1e-6));
            assertThat(Math.exp(logits[0])).as("the empty patch before it").isCloseTo(0.5, within(1e-6));
            assertThat(corner.calls).hasSize(8);
            assertThat(engine.description()).isEqualTo("corner, 8 symmetries");
        }
        assertThat(corner.closed).isTrue();
    }

    @Test
    void eightForms_areDifferentAndCompleteEach() {
        Set<String> forms = new HashSet<>();
        for (int symmetry = 0; symmetry < SymmetricEngine.SYMMETRIES; symmetry++) {
            StringBuilder form = new StringBuilder();
            Set<Integer> sources = new TreeSet<>();
            for (int i = 0; i < 9; i++) {
                int source = SymmetricEngine.source(symmetry, 3, i % 3, i / 3);
                sources.add(source);
                form.append(source);
            }
            assertThat(sources).hasSize(9);
            forms.add(form.toString());
        }
        assertThat(forms).hasSize(8);
    }

    @Test
    void logitThatIsNoNumber_staysOne() {
        PatchLayout layout = new PatchLayout(3, PatchLayout.Order.NCHW);
        FloatBuffer patches = buffer(layout.floatsPerPatch());
        patches.put(8, Float.NaN);
        try (InferenceEngine engine = new SymmetricEngine(new CornerEngine(layout, 1))) {
            assertThat(engine.logits(patches, 1)[0]).isNaN();
        }
    }

    @Test
    void resizing_reachesTheEngine() {
        PatchLayout layout = new PatchLayout(3, PatchLayout.Order.NCHW);
        try (InferenceEngine engine = new SymmetricEngine(new CornerEngine(layout, 1))) {
            assertThat(engine.resize(4)).isTrue();
            assertThat(engine.logits(buffer(4 * layout.floatsPerPatch()), 4)).hasSize(8);
        }
    }

    private static void put(FloatBuffer patches, PatchLayout layout, int patch) {
        for (int pixel = 0; pixel < REDS.length; pixel++) {
            int step = layout.order() == PatchLayout.Order.NCHW ? 1 : 3;
            patches.put(patch * layout.floatsPerPatch() + pixel * step, REDS[pixel]);
        }
    }

    private static FloatBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
