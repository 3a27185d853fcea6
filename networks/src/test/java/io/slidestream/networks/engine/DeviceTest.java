package io.slidestream.networks.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.dl4j.Dl4jEngine;
import io.slidestream.networks.onnx.OnnxEngine;
import io.slidestream.networks.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The usual build has no GPU's libraries in it. */
class DeviceTest {
    @Test
    void gpuThatDl4jCannotUse_isAMessageAndNotTheProcessor() {
        assertThatThrownBy(() -> Dl4jEngine.of(Architecture.SQUEEZENET1_1, 224, Map.of(), 1, 1, Device.CUDA))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContainingAll("Deeplearning4j", "mvn -Pcuda package", "--device cpu");
    }

    @Test
    void gpuThatOnnxRuntimeCannotUse_isAMessageAndNotTheProcessor() {
        OnnxModel model = new OnnxModel(Path.of("none.onnx"), 224, 2, 1, null);
        assertThatThrownBy(
                        () -> OnnxEngine.open(model, 1, 1, Place.listOf("cuda").get(0)))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContainingAll("ONNX Runtime", "mvn -Ponnxruntime-cuda package", "--device cpu");
    }

    @Test
    void bytes_areForProcessors() {
        assertThatThrownBy(() -> EngineChoice.of("onnxruntime", "int8", "cuda", 1))
                .hasMessageContainingAll("int8 is for processors", "--precision fp32");
        assertThatThrownBy(() -> Device.of("tpu")).hasMessage("unknown device \"tpu\", known are cpu, cuda");
    }
}
