package io.slidestream.networks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.dl4j.SeededTensors;
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
            for (int size : new int[] {batch / 2, 2 * batch}) { // the size is found by trying, so two runs may differ
                if (restarted.resize(size)) {
                    assertThat(restarted.logits(SeededTensors.patches(restarted.layout(), size, PATCH), 1))
                            .as("batch %d", size)
                            .containsExactly(first);
                }
            }
        }
    }

    private static float[] of(float[] logits, int place, int classes) {
        return Arrays.copyOfRange(logits, place * classes, (place + 1) * classes);
    }
}
