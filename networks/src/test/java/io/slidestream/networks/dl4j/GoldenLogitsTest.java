package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logits equal those of PyTorch and torchvision; golden_logits.py made the file. */
class GoldenLogitsTest {
    private static final int CLASSES = 9;

    @ParameterizedTest
    @CsvSource({"squeezenet1_1,224", "alexnet,224", "alexnet,227", "alexnet-grouped,227"})
    void logits_equalTorchvisions_inBothOrders(String label, int sizePx) throws IOException {
        Architecture architecture = Architecture.of(label);
        Map<String, Tensor> weights = SeededTensors.weights(architecture, CLASSES);
        for (PatchLayout.Order order : PatchLayout.Order.values()) {
            PatchLayout layout = new PatchLayout(sizePx, order);
            try (Dl4jNetwork network = Dl4jNetwork.of(architecture, layout, Dl4jNetwork.Output.LOGITS, weights);
                    FixedBatch batch = new FixedBatch(network.graph(), network.layout(), 2, 1)) {
                float[] logits = batch.run(SeededTensors.patches(layout, 2, 0, 1), 2);

                List<double[]> golden = GoldenLogits.of(label, sizePx);
                assertThat(golden).hasSize(2);
                for (int patch = 0; patch < 2; patch++) {
                    for (int k = 0; k < CLASSES; k++) {
                        assertThat((double) logits[patch * CLASSES + k])
                                .as("%s %d px, %s, patch %d, class %d", label, sizePx, order, patch, k)
                                .isCloseTo(golden.get(patch)[k], within(1e-4));
                    }
                }
            }
        }
    }
}
