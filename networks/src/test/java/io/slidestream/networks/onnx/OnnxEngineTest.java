package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.dl4j.Dl4jEngine;
import io.slidestream.networks.dl4j.GoldenLogits;
import io.slidestream.networks.dl4j.SeededTensors;
import io.slidestream.networks.engine.EngineGuarantee;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxEngineTest {
    private static final int CLASSES = 9;
    private static final int BATCH = 32;
    private static final String ORIGIN = "00ff";

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"squeezenet1_1,224", "alexnet,224", "alexnet,227", "alexnet-grouped,227"})
    void logits_equalTorchvisionsAndDeeplearning4js(String label, int sizePx) throws IOException {
        Architecture architecture = Architecture.of(label);
        Map<String, Tensor> weights = SeededTensors.weights(architecture, CLASSES);
        float[] onnx;
        float[] dl4j;
        try (OnnxEngine engine = OnnxEngine.open(written(sizePx, weights), 2, 1)) {
            onnx = engine.logits(SeededTensors.patches(engine.layout(), 2, 0, 1), 2);
        }
        try (Dl4jEngine engine = Dl4jEngine.of(architecture, sizePx, weights, 2, 1)) {
            dl4j = engine.logits(SeededTensors.patches(engine.layout(), 2, 0, 1), 2);
        }
        List<double[]> golden = GoldenLogits.of(label, sizePx);
        for (int i = 0; i < 2 * CLASSES; i++) {
            assertThat(onnx[i]).as("Deeplearning4j, logit %d", i).isCloseTo(dl4j[i], within(1e-4f));
            assertThat((double) onnx[i])
                    .as("torchvision, logit %d", i)
                    .isCloseTo(golden.get(i / CLASSES)[i % CLASSES], within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void logits_doNotDependOnPlaceCompanyOrCount(Architecture architecture) throws IOException {
        OnnxModel model = written(architecture.inputSizePx(), SeededTensors.weights(architecture, CLASSES));
        EngineGuarantee.logitsDependOnThePatchAlone(BATCH, threads -> OnnxEngine.open(model, BATCH, threads));
    }

    @Test
    void logits_leavePositionAndLimitUnused_andRefuseABufferOnTheHeap() throws IOException {
        try (OnnxEngine engine = OnnxEngine.open(squeezeNet(1), 2, 1)) {
            FloatBuffer patches = SeededTensors.patches(engine.layout(), 3, 1, 2);
            float[] expected = engine.logits(patches, 2);

            patches.position(17).limit(100);

            assertThat(engine.logits(patches, 2)).containsExactly(expected);
            assertThat(patches.position()).isEqualTo(17);
            assertThat(patches.limit()).isEqualTo(100);
            assertThatThrownBy(() -> engine.logits(FloatBuffer.allocate(patches.capacity()), 1))
                    .hasMessageStartingWith("patches must be a direct buffer of 301056 floats in native order, was ");
        }
    }

    @Test
    void theTemperature_dividesTheLogits() throws IOException {
        float[] plain = logits(squeezeNet(1));
        float[] tempered = logits(squeezeNet(2.5));

        assertThat(plain).isNotEqualTo(new float[plain.length]);
        for (int i = 0; i < plain.length; i++) {
            assertThat(tempered[i]).isEqualTo((float) (plain[i] / 2.5));
        }
    }

    /** The batch size is found by trying, so two runs may differ in it and must not differ in a bit. */
    @Test
    void resized_itAnswersAsBefore() throws IOException {
        try (OnnxEngine engine = OnnxEngine.open(squeezeNet(1), 16, 2)) {
            float[] before = engine.logits(SeededTensors.patches(engine.layout(), 16, 5), 1);
            for (int size : new int[] {32, 64}) {
                assertThat(engine.resize(size)).isTrue();
                assertThat(engine.logits(SeededTensors.patches(engine.layout(), size, 5), 1))
                        .as("batch %d", size)
                        .containsExactly(before);
            }
        }
    }

    /** Parts of a batch are of one patch each where there are as many threads as patches. */
    @Test
    void manyThreads_giveTheSameBits() throws IOException {
        float[] before;
        try (OnnxEngine engine = OnnxEngine.open(squeezeNet(1), 12, 1)) {
            before = engine.logits(SeededTensors.patches(engine.layout(), 12, 1, 2, 3), 12);
        }
        for (int threads : new int[] {2, 5, 12, 13}) {
            try (OnnxEngine engine = OnnxEngine.open(squeezeNet(1), 12, threads)) {
                assertThat(engine.logits(SeededTensors.patches(engine.layout(), 12, 1, 2, 3), 12))
                        .as("%d threads", threads)
                        .containsExactly(before);
            }
        }
    }

    @Test
    void engine_saysWhatItIs() throws IOException {
        try (OnnxEngine engine = OnnxEngine.open(squeezeNet(1), 2, 1)) {
            assertThat(engine.description()).isEqualTo("onnxruntime 1.29.0 cpu fp32");
            assertThat(engine.layout()).isEqualTo(new PatchLayout(224, PatchLayout.Order.NCHW));
            assertThat(engine.classCount()).isEqualTo(CLASSES);
            assertThat(engine.batchSize()).isEqualTo(2);
        }
    }

    @Test
    void aFileOfOtherWeights_isRefused() throws IOException {
        OnnxModel right = squeezeNet(1);
        OnnxModel other = new OnnxModel(right.file(), 224, CLASSES, 1, "beef");

        assertThatThrownBy(() -> OnnxEngine.open(other, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model.onnx was not made from the model.safetensors beside it; make it anew with"
                        + " `slidestream export " + temp + "`");
    }

    @Test
    void aFileThatDoesNotFitTheConfiguration_isRefused() throws IOException {
        Path file = squeezeNet(1).file();

        assertThatThrownBy(() -> OnnxEngine.open(new OnnxModel(file, 256, CLASSES, 1, null), 2, 1))
                .hasMessage("its input input is [-1, 3, 224, 224], config.json asks for [N, 3, 256, 256]");
        assertThatThrownBy(() -> OnnxEngine.open(new OnnxModel(file, 224, 2, 1, null), 2, 1))
                .hasMessage("its output logits is [-1, 9], config.json asks for [N, 2], a logit for each class");
    }

    @Test
    void aFileForOneBatchSize_isServedAtThatSizeOnly() throws IOException {
        OnnxModel model = squeezeNet(1);
        float[] expected = logits(model);
        Onnx.ModelProto.Builder edited = Onnx.ModelProto.parseFrom(Files.readAllBytes(model.file())).toBuilder();
        edited.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(2);
        Files.write(model.file(), edited.build().toByteArray());

        assertThat(logits(model)).containsExactly(expected);
        assertThatThrownBy(() -> OnnxEngine.open(model, 32, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it takes batches of 2 only, asked for was 32: set --batch 2 (inference.batch)");
        try (OnnxEngine own = OnnxEngine.open(model, 0, 1)) {
            assertThat(own.batchSize()).as("where none is asked for").isEqualTo(2);
            assertThat(own.resize(16)).isFalse();
            assertThat(own.batchSize()).isEqualTo(2);
        }
    }

    @Test
    void aStrangersSoftmax_isUndone() throws IOException {
        OnnxModel own = squeezeNet(1);
        float[] expected = logits(own);
        Onnx.ModelProto.Builder edited = Onnx.ModelProto.parseFrom(Files.readAllBytes(own.file())).toBuilder();
        edited.getGraphBuilder()
                .addNodeBuilder()
                .setOpType("Softmax")
                .addInput("logits")
                .addOutput("probabilities");
        edited.getGraphBuilder().getOutputBuilder(0).setName("probabilities");
        Files.write(own.file(), edited.build().toByteArray());
        OnnxModel theirs = new OnnxModel(own.file(), 224, CLASSES, 1, null);

        float[] found = logits(theirs);

        for (int i = 0; i < found.length; i++) {
            int first = i / CLASSES * CLASSES;
            assertThat(found[i] - found[first]).isCloseTo(expected[i] - expected[first], within(1e-3f));
        }
        try (OnnxEngine engine = OnnxEngine.open(theirs, 2, 1)) {
            assertThat(engine.description()).endsWith("cpu fp32 (with softmax)");
        }
    }

    @Test
    void aFileWithSeveralOutputs_isRefused() throws IOException {
        OnnxModel model = squeezeNet(1);
        Onnx.ModelProto.Builder edited = Onnx.ModelProto.parseFrom(Files.readAllBytes(model.file())).toBuilder();
        edited.getGraphBuilder().addOutputBuilder().setName("classifier.3");
        Files.write(model.file(), edited.build().toByteArray());

        assertThatThrownBy(() -> OnnxEngine.open(model, 2, 1))
                .hasMessageStartingWith("it has 2 outputs ")
                .hasMessageEndingWith(", a classifier has one");
    }

    @Test
    void aFileThatIsNoOnnx_isRefused() throws IOException {
        Path file = Files.writeString(temp.resolve("model.onnx"), "no network at all");

        assertThatThrownBy(() -> OnnxEngine.open(new OnnxModel(file, 224, 2, 1, null), 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ONNX Runtime cannot run model.onnx: ");
    }

    @Test
    void equalWeights_giveEqualBytes() throws IOException {
        byte[] first = Files.readAllBytes(squeezeNet(1).file());
        byte[] second = Files.readAllBytes(squeezeNet(1).file());

        assertThat(second).isEqualTo(first);
    }

    private float[] logits(OnnxModel model) {
        try (OnnxEngine engine = OnnxEngine.open(model, 2, 1)) {
            return engine.logits(SeededTensors.patches(engine.layout(), 2, 3, 4), 2);
        }
    }

    private OnnxModel squeezeNet(double temperature) throws IOException {
        Architecture network = Architecture.SQUEEZENET1_1;
        OnnxModel model = written(224, SeededTensors.weights(network, CLASSES));
        return new OnnxModel(model.file(), 224, CLASSES, temperature, ORIGIN);
    }

    private OnnxModel written(int sizePx, Map<String, Tensor> weights) throws IOException {
        Path file = temp.resolve("model.onnx");
        OnnxFile.write(file, OnnxFile.graph(sizePx, weights), ORIGIN, Precision.FP32);
        return new OnnxModel(file, sizePx, CLASSES, 1, ORIGIN);
    }
}
