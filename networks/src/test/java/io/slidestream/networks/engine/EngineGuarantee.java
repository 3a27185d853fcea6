package io.slidestream.networks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.dl4j.SeededTensors;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Logits depend on the patch alone, bit for bit, whatever its place and company in the batch: a restarted run makes other
 * batches of the same tiles and must write the same bytes.
 */
public final class EngineGuarantee {
    private static final int PATCH = 5;

    private EngineGuarantee() {}

    /** @param withThreads opens an engine of this batch size with so many threads */
    public static void logitsDependOnThePatchAlone(int batch, IntFunction<InferenceEngine> withThreads) {
        float[] first;
        try (InferenceEngine engine = withThreads.apply(1)) {
            first = engine.logits(SeededTensors.patches(engine.layout(), batch, PATCH), 1);
            assertThat(first).hasSize(engine.classCount());
        }
        try (InferenceEngine restarted = withThreads.apply(2)) {
            int[] everywhere = new int[batch];
            Arrays.fill(everywhere, PATCH);
            float[] logits = restarted.logits(SeededTensors.patches(restarted.layout(), batch, everywhere), batch);
            for (int place = 0; place < batch; place++) {
                assertThat(of(logits, place, first.length))
                        .as("place %d", place)
                        .containsExactly(first);
            }
            int[] mixed = new int[batch];
            Arrays.setAll(mixed, place -> place);
            float[] inCompany = restarted.logits(SeededTensors.patches(restarted.layout(), batch, mixed), PATCH + 2);
            assertThat(inCompany).hasSize((PATCH + 2) * first.length);
            assertThat(of(inCompany, PATCH, first.length)).containsExactly(first);
            assertThat(of(inCompany, PATCH - 1, first.length)).isNotEqualTo(first);
            begunBatchesAnswerAsOthers(restarted, batch, mixed, logits);
            for (int size : new int[] {batch / 2, 2 * batch}) { // the size is found by trying, so two runs may differ
                FloatBuffer begun = SeededTensors.patches(restarted.layout(), 2 * batch, mixed);
                restarted.begin(begun); // at a size that is another when its scores are asked for
                if (restarted.resize(size)) {
                    begun.clear().put(SeededTensors.patches(restarted.layout(), 2 * batch, PATCH));
                    assertThat(restarted.logits(begun, 1))
                            .as("batch %d, after one that was begun", size)
                            .containsExactly(first);
                    assertThat(restarted.logits(SeededTensors.patches(restarted.layout(), size, PATCH), 1))
                            .as("batch %d", size)
                            .containsExactly(first);
                }
            }
        }
    }

    /** @param same logits of a batch of the one patch */
    private static void begunBatchesAnswerAsOthers(InferenceEngine engine, int batch, int[] mixed, float[] same) {
        FloatBuffer other = SeededTensors.patches(engine.layout(), batch, mixed);
        float[] others = engine.logits(other, batch);
        int[] everywhere = new int[batch];
        Arrays.fill(everywhere, PATCH);
        FloatBuffer one = SeededTensors.patches(engine.layout(), batch, everywhere);
        engine.begin(one);
        engine.begin(other);
        engine.begin(other);
        assertThat(engine.logits(one, batch)).as("begun first").containsExactly(same);
        assertThat(engine.logits(other, batch)).as("begun next").containsExactly(others);
        one.clear().put(other.duplicate().clear());
        assertThat(engine.logits(one, batch))
                .as("other patches in the place of some that were begun")
                .containsExactly(others);
        engine.begin(one); // and never asked for: the engine waits for it when it is closed
    }

    private static float[] of(float[] logits, int place, int classes) {
        return Arrays.copyOfRange(logits, place * classes, (place + 1) * classes);
    }
}
