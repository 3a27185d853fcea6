package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.patches.PatchLayout;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxFamiliesTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @MethodSource("io.slidestream.networks.family.GoldenNetworks#names")
    void logits_arePyTorchs(String name) throws IOException {
        GoldenNetwork golden = GoldenNetworks.read(name);
        Path file = temp.resolve("model.onnx");
        OnnxFile.write(file, OnnxFile.graph(golden.sizePx(), golden.weights()), "", Precision.FP32);
        int classes = golden.logits().get(0).length;
        OnnxModel model = new OnnxModel(file, golden.sizePx(), classes, 1, "");
        try (OnnxEngine engine = OnnxEngine.open(model, 2, 1)) {
            float[] found = engine.logits(golden.pictures(new PatchLayout(golden.sizePx(), PatchLayout.Order.NCHW)), 2);

            assertThat(golden.difference(found)).isLessThan(1e-4);
        }
    }
}
