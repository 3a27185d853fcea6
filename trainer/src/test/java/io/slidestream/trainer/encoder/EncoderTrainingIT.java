package io.slidestream.trainer.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.StoredAs;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.Tiles;
import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Unreadable;
import io.slidestream.trainer.recipe.NewModel;
import io.slidestream.trainer.recipe.TrainingTiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import onnx.Onnx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers on the features of tiny encoders: even random weights tell red from blue. */
class EncoderTrainingIT {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path temp;

    @BeforeEach
    void writeTiles() {
        Tiles.writeClass(temp.resolve("tiles"), "RED", 9, 0xc02020);
        Tiles.writeClass(temp.resolve("tiles"), "BLUE", 6, 0x2020c0);
        Tiles.writeClass(temp.resolve("tiles"), "GREEN", 5, 0x20c020);
    }

    @Test
    void networkOfAKnownFamily_keepsItsWeights_andRunsInBothEngines() throws IOException {
        Path encoder = resNet();

        ModelBundle bundle = run(encoder, "model");

        assertThat(Engines.of(bundle))
                .containsExactly(
                        new EngineChoice(EngineKind.DL4J, Precision.FP32),
                        new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32));
        assertThat(bundle.config().classNames()).containsExactly("BLUE", "GREEN", "RED");
        assertThat(numbers(bundle.weights(), "conv1.weight"))
                .isEqualTo(numbers(Safetensors.read(encoder), "conv1.weight"));
        assertThat(numbers(bundle.weights(), "fc.weight")).hasSize(3 * 8);
        JsonNode metrics =
                new JsonMapper().readTree(temp.resolve("model/metrics.json").toFile());
        assertThat(metrics.at("/cross_validation/balanced_accuracy").doubleValue())
                .isEqualTo(1);
        assertThat(metrics.at("/cross_validation/all_repeats/accuracy/tiles").intValue())
                .isEqualTo(4 * 20);
        assertThat(metrics.at("/test/accuracy/correct").intValue()).isEqualTo(8);
        assertThat(metrics.at("/recipe/refit_on_tiles").intValue()).isEqualTo(20);
        assertThat(temp.resolve("model/MODEL_CARD.md"))
                .content()
                .contains("# model", "Balanced accuracy 100.0 %", "Not a medical device", "Words of ours.");
    }

    @Test
    void featuresAreKept_alsoThoseBeforeAKill() throws IOException {
        run(resNet(), "model");
        Path file;
        try (Stream<Path> kept = Files.list(temp.resolve("cache"))) {
            file = kept.findFirst().orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 5);
        }
        printed.reset();

        run(resNet(), "again");

        assertThat(said()).contains("which has 159", "  1 computed");
        assertThat(newLayer("again")).isEqualTo(newLayer("model"));
    }

    @Test
    void onnxFileThatGivesFeatures_getsTheLayerBehindIt() throws IOException {
        ModelBundle bundle = run(means(), "model");

        assertThat(Engines.of(bundle)).containsExactly(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32));
        assertThat(bundle.config().architecture()).isEqualTo("means");
        assertThat(said()).contains("Cross-validated by tile, 5 folds: balanced accuracy 1.000");
    }

    /** As large encoders are exported; what the files are called says nothing. */
    @Test
    void onnxFileWithNumbersElsewhere_takesThemAlong_andOtherNumbersAreAnotherEncoder() throws IOException {
        Path encoder = mixed("mixed", 4, "config.json");
        ModelBundle bundle = run(encoder, "model");
        Files.delete(encoder.resolveSibling("config.json"));

        assertThat(temp.resolve("model/model.onnx.data")).hasSize(4 + 9 * Float.BYTES);
        assertThat(ModelBundle.load(temp.resolve("model")).id()).isEqualTo(bundle.id());
        assertThat(said()).contains("which has 0", "Cross-validated by tile, 5 folds: balanced accuracy 1.000");
        try (InferenceEngine engine = Engines.open(bundle, EngineKind.ONNXRUNTIME, 1, 1)) {
            assertThat(engine.classCount()).isEqualTo(3);
        }

        printed.reset();
        run(mixed("other", 0, "config.json"), "other-model");
        assertThat(said()).contains("which has 0");
    }

    @Test
    void onnxFileWithNumbersOfOthersFolders_isRefused() throws IOException {
        Path encoder = mixed("mixed", 4, "../numbers");
        assertThatThrownBy(() -> run(encoder, "model"))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("mixed.onnx takes weights from '../numbers'")
                .hasMessageContaining("no file in the model's folder");
        assertThat(temp.resolve("model")).doesNotExist();
    }

    @Test
    void networkWhoseClassifierIsNotItsLastStep_isRefused() throws IOException {
        Map<String, Tensor> weights = new TreeMap<>();
        Architecture.SQUEEZENET1_1.shapes(4).forEach((name, shape) -> weights.put(name, Tensor.zeros(shape)));
        Path file = temp.resolve("squeezenet.safetensors");
        Safetensors.write(file, weights);

        assertThatThrownBy(() -> run(file, "model"))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("squeezenet1_1 does not end with its classifier, classifier.1");
    }

    @Test
    void whatIsNoEncoder_isSaidInALine() throws IOException {
        Path junk = Files.writeString(temp.resolve("junk.onnx"), "junk");

        assertThatThrownBy(() -> run(junk, "model")).isInstanceOf(ModelBundleException.class);
        assertThatThrownBy(() -> run(temp.resolve("gone.pth"), "model"))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("there is no such file");
        assertThat(temp.resolve("model")).doesNotExist();
    }

    @Test
    void folderInUse_isNotWrittenByTwo() {
        String id = "0".repeat(64);
        try (FeatureCache cache = FeatureCache.open(temp.resolve("cache"), id, 3)) {
            assertThat(cache.size()).isZero();
            assertThatThrownBy(() -> FeatureCache.open(temp.resolve("cache"), id, 3))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("is written by another training");
        }
    }

    private static float[] numbers(Map<String, Tensor> weights, String name) {
        return Objects.requireNonNull(weights.get(name)).values();
    }

    private float[] newLayer(String folder) throws IOException {
        return numbers(Safetensors.read(temp.resolve(folder).resolve("model.safetensors")), "fc.weight");
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private ModelBundle run(Path encoder, String folder) {
        return EncoderTraining.run(
                new EncoderRequest(
                        new TrainingTiles(temp.resolve("tiles"), null, SplitRatios.KATHER, Unreadable.REFUSED, 1),
                        new NewModel(temp.resolve(folder), folder, 0.5, null, "Words of ours."),
                        encoder,
                        null,
                        temp.resolve("cache"),
                        StoredAs.FLOATS,
                        1),
                Screen.plain(new PrintStream(printed, true, StandardCharsets.UTF_8)));
    }

    /** A ResNet of one block of eight channels a stage. */
    private Path resNet() throws IOException {
        Map<String, Tensor> weights = new TreeMap<>();
        convolution(weights, "conv1", "bn1", 3, 7);
        for (int stage = 1; stage <= 4; stage++) {
            convolution(weights, "layer" + stage + ".0.conv1", "layer" + stage + ".0.bn1", 8, 3);
            convolution(weights, "layer" + stage + ".0.conv2", "layer" + stage + ".0.bn2", 8, 3);
            if (stage > 1) {
                convolution(weights, "layer" + stage + ".0.downsample.0", "layer" + stage + ".0.downsample.1", 8, 1);
            }
        }
        weights.put("fc.weight", random(5, 8));
        weights.put("fc.bias", random(5));
        Path file = temp.resolve("resnet.safetensors");
        Safetensors.write(file, weights);
        return file;
    }

    private static void convolution(Map<String, Tensor> weights, String name, String norm, int inputs, int side) {
        weights.put(name + ".weight", random(8, inputs, side, side));
        weights.put(norm + ".weight", filled(1));
        weights.put(norm + ".bias", filled(0));
        weights.put(norm + ".running_mean", filled(0));
        weights.put(norm + ".running_var", filled(1));
    }

    private static Tensor filled(float value) {
        Tensor tensor = Tensor.zeros(8);
        Arrays.fill(tensor.values(), value);
        return tensor;
    }

    private static Tensor random(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        Random random = new Random(tensor.values().length);
        double spread = Math.sqrt(2.0 * shape[0] / tensor.values().length);
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = (float) (spread * random.nextGaussian());
        }
        return tensor;
    }

    /** An encoder that mixes the colours with numbers from another file, and gives the mean of each mixture. */
    private Path mixed(String folder, int offset, String location) throws IOException {
        Path onnx = Files.createDirectory(temp.resolve(folder)).resolve("mixed.onnx");
        ByteBuffer numbers = ByteBuffer.allocate(offset + 9 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 9; i++) {
            numbers.putFloat(offset + i * Float.BYTES, i % 4 == 0 ? 1 : -0.25f * offset);
        }
        Files.write(onnx.resolveSibling(location), numbers.array());
        Onnx.GraphProto.Builder graph = graph("mixture")
                .addNode(Onnx.NodeProto.newBuilder()
                        .setOpType("Conv")
                        .addInput("pixels")
                        .addInput("mixing")
                        .addOutput("mixture"))
                .addInitializer(Onnx.TensorProto.newBuilder()
                        .setName("mixing")
                        .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                        .addAllDims(List.of(3L, 3L, 1L, 1L))
                        .setDataLocation(Onnx.TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", location))
                        .addExternalData(entry("offset", Integer.toString(offset))));
        List<Onnx.NodeProto> nodes = graph.getNodeList();
        graph.clearNode().addNode(nodes.get(2)).addNode(nodes.get(0)).addNode(nodes.get(1));
        return write(graph, onnx);
    }

    private static Onnx.StringStringEntryProto.Builder entry(String key, String value) {
        return Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value);
    }

    /** An encoder that gives the mean of each colour. */
    private Path means() throws IOException {
        return write(graph("pixels"), temp.resolve("means.onnx"));
    }

    private static Onnx.GraphProto.Builder graph(String picture) {
        return Onnx.GraphProto.newBuilder()
                .setName("means")
                .addNode(Onnx.NodeProto.newBuilder()
                        .setOpType("GlobalAveragePool")
                        .addInput(picture)
                        .addOutput("mean"))
                .addNode(Onnx.NodeProto.newBuilder()
                        .setOpType("Flatten")
                        .addInput("mean")
                        .addOutput("features"))
                .addInput(value("pixels", 3, 32, 32))
                .addOutput(value("features", 3));
    }

    private static Path write(Onnx.GraphProto.Builder graph, Path file) throws IOException {
        return Files.write(
                file,
                Onnx.ModelProto.newBuilder()
                        .setIrVersion(7)
                        .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(13))
                        .setGraph(graph)
                        .build()
                        .toByteArray());
    }

    private static Onnx.ValueInfoProto value(String name, int... sizes) {
        Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("N");
        for (int size : sizes) {
            shape.addDimBuilder().setDimValue(size);
        }
        return Onnx.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(Onnx.TypeProto.newBuilder()
                        .setTensorType(Onnx.TypeProto.Tensor.newBuilder()
                                .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }
}
