package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineGuarantee;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import onnx.Onnx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Int8ExportTest {
    private static final EngineChoice BY_ONEDNN = new EngineChoice(EngineKind.DL4J, Precision.INT8);
    private static final EngineChoice INT8 = new EngineChoice(EngineKind.ONNXRUNTIME, Precision.INT8);
    private static final List<LabelledPicture> PICTURES = ColouredPictures.of(102);

    @TempDir
    Path temp;

    private ModelBundle bundle;
    private Map<String, Tensor> weights;

    @BeforeEach
    void aClassifierOfColours_exportedInFloats() throws IOException {
        ModelConfig config = new ModelConfig(
                "squeezenet1_1",
                ColouredPictures.CLASSES,
                32,
                0.5,
                List.of(
                        new Resize(224),
                        new ToTensor(),
                        new Normalize(List.of(0.5, 0.4, 0.6), List.of(0.2, 0.25, 0.3))),
                null,
                null,
                1);
        weights = ColouredPictures.weights(Architecture.SQUEEZENET1_1, config);
        try (BundleDraft draft = new BundleDraft(temp.resolve("model"), config, weights)) {
            bundle = draft.publish();
        }
        OnnxFile.write(bundle.onnxFile(), OnnxFile.graph(224, weights), bundle.weightsSha256(), Precision.FP32);
    }

    @Test
    void publish_writesAFileThatAgrees_andTheFigures() throws IOException {
        Int8Report report = Int8Export.publish(bundle, PICTURES, 1);

        assertThat(report.fp32Accuracy()).isEqualTo(1);
        assertThat(report.accuracy()).isGreaterThanOrEqualTo(0.99);
        assertThat(report.agreement()).isGreaterThanOrEqualTo(0.99);
        assertThat(report.meanAbsDifference()).isBetween(1e-12, 0.05);
        assertThat(report.calibrated()).isEqualTo(36);
        assertThat(report.heldOut()).isEqualTo(66);
        assertThat(report.bytes()).isEqualTo(Files.size(bundle.int8File())).isLessThan(900_000);
        assertThat(ModelBundle.load(bundle.folder()).id()).isEqualTo(bundle.id());
        JsonNode metrics = new JsonMapper()
                .readTree(bundle.folder().resolve("metrics.json").toFile())
                .path("onnx_int8");
        assertThat(metrics.path("accuracy").asDouble()).isEqualTo(report.accuracy());
        assertThat(metrics.path("tiles").asInt()).isEqualTo(66);
        try (InferenceEngine engine = Engines.open(bundle, INT8, 2, 1)) {
            assertThat(engine.description()).isEqualTo("onnxruntime 1.29.0 cpu int8");
        }
        assertThat(fused())
                .containsEntry("QLinearConv", 25L)
                .containsEntry("Conv", 1L)
                .containsEntry("Relu", 0L);
        EngineGuarantee.logitsDependOnThePatchAlone(8, threads -> Engines.open(bundle, INT8, 8, threads));
        EngineGuarantee.logitsDependOnThePatchAlone(8, threads -> Engines.open(bundle, BY_ONEDNN, 8, threads));
        Probabilities byOnnxRuntime = probabilities(bundle, INT8);
        Probabilities byOneDnn = probabilities(bundle, BY_ONEDNN);
        assertThat(byOneDnn.agreement(byOnnxRuntime)).isEqualTo(1);
        assertThat(byOneDnn.meanAbsDifference(byOnnxRuntime)).isLessThan(0.002);
        try (InferenceEngine engine = Engines.open(bundle, BY_ONEDNN, 2, 1)) {
            assertThat(engine.description()).matches("dl4j 1\\.0\\.0-M2\\.1 cpu int8 \\(oneDNN 3\\.8\\.1.*, NHWC\\)");
        }
    }

    @Test
    void aFileOfOtherWeights_isRefused_byAccuracyAndAgreement() throws IOException {
        Map<String, Tensor> tampered = new TreeMap<>(weights);
        Tensor bias = Objects.requireNonNull(weights.get("classifier.1.bias"));
        tampered.put("classifier.1.bias", new Tensor(bias.shape(), new float[] {1000, 0, 0}));

        assertThatThrownBy(() -> Int8Export.publish(bundle, tampered, PICTURES, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("is not written: on 66 held-out tiles its accuracy is 0.3333 and that of"
                        + " model.onnx 1.0000, at most 0.01 less is allowed; both agree on 0.3333 of the classes");

        assertThat(names()).containsExactly("config.json", "model.onnx", "model.safetensors");
    }

    /** Labels that tell nothing: only the agreement can see the harm. */
    @Test
    void aFileThatIsAsWrongInAnotherWay_isRefused() {
        Map<String, Tensor> tampered = new TreeMap<>(weights);
        Tensor bias = Objects.requireNonNull(weights.get("classifier.1.bias"));
        tampered.put("classifier.1.bias", new Tensor(bias.shape(), new float[] {0, 1000, 0}));
        List<LabelledPicture> mislabelled = PICTURES.stream()
                .<LabelledPicture>map(picture -> new Mislabelled(picture, (picture.classIndex() + 1) % 3))
                .toList();

        assertThatThrownBy(() -> Int8Export.publish(bundle, tampered, mislabelled, 1))
                .hasMessageContaining("its accuracy is 0.3333 and that of model.onnx 0.0000")
                .hasMessageContaining("both agree on 0.3333 of the classes, at least 0.95 is needed");
    }

    @Test
    void tooFewTiles_areRefused() {
        assertThatThrownBy(() -> Int8Export.publish(bundle, PICTURES.subList(0, 99), 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("needs at least 100 labelled tiles")
                .hasMessageContaining("there are 99");
    }

    @Test
    void aMissingOrStaleFile_saysHowToMakeIt() throws IOException {
        assertThatThrownBy(() -> Engines.open(bundle, INT8, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessage("the model bundle " + bundle.folder() + " has no model.int8.onnx: make it with"
                        + " `slidestream export " + bundle.folder() + " --int8 --calibrate TILES`");

        OnnxFile.write(bundle.int8File(), OnnxFile.graph(224, weights), "00ff", Precision.INT8);
        assertThatThrownBy(() -> Engines.open(bundle, INT8, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("model.int8.onnx was not made from the model.safetensors beside it")
                .hasMessageEndingWith(" --int8 --calibrate TILES`");
        assertThatThrownBy(() -> Engines.open(bundle, BY_ONEDNN, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("model.int8.onnx was not made from the model.safetensors beside it")
                .hasMessageEndingWith(" --int8 --calibrate TILES`");
    }

    /** The shipped network, whose residual sums and layers of single channels are bytes too. */
    @Test
    void shippedNetwork_inBytes_isTheSameByBothEngines() throws IOException {
        Path copy = temp.resolve("shipped");
        Files.createDirectory(copy);
        for (String name : List.of("config.json", "model.safetensors", "familiar.safetensors")) {
            Files.copy(Path.of("../models/crc-nine-class").resolve(name), copy.resolve(name));
        }
        ModelBundle shipped = ModelBundle.load(copy);
        Int8Export.unproven(shipped, PICTURES.subList(0, 6), 1);

        Probabilities byOnnxRuntime = probabilities(shipped, INT8);
        Probabilities byOneDnn = probabilities(shipped, BY_ONEDNN);

        assertThat(byOneDnn.agreement(byOnnxRuntime)).isGreaterThanOrEqualTo(0.9);
        assertThat(byOneDnn.meanAbsDifference(byOnnxRuntime)).isBetween(1e-9, 0.02);
    }

    @Test
    void aFileWithoutALayersNumbers_namesTheOtherEngine() throws IOException {
        OnnxFile.write(bundle.int8File(), withoutClassifier(), bundle.weightsSha256(), Precision.INT8);

        assertThatThrownBy(() -> Engines.open(bundle, BY_ONEDNN, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("model.int8.onnx has no numbers classifier.1.weight")
                .hasMessageContaining("--engine onnxruntime");
        Files.writeString(bundle.int8File(), "no model");
        assertThatThrownBy(() -> Engines.open(bundle, BY_ONEDNN, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("model.int8.onnx is no ONNX file");
    }

    private Onnx.GraphProto withoutClassifier() {
        Onnx.GraphProto whole = OnnxFile.graph(224, weights);
        Onnx.GraphProto.Builder graph = whole.toBuilder().clearInitializer();
        whole.getInitializerList().stream()
                .filter(tensor -> !tensor.getName().equals("classifier.1.weight"))
                .forEach(graph::addInitializer);
        return graph.build();
    }

    private static Probabilities probabilities(ModelBundle of, EngineChoice choice) {
        try (InferenceEngine engine = Engines.open(of, choice, 16, 1)) {
            return Probabilities.of(engine, of.config(), PICTURES.subList(0, 24));
        }
    }

    private record Mislabelled(LabelledPicture picture, int classIndex) implements LabelledPicture {
        @Override
        public void show(Viewer viewer) {
            picture.show(viewer);
        }
    }

    /** What ONNX Runtime makes of the file: how many nodes of each kind. */
    private Map<String, Long> fused() throws IOException {
        Path optimised = temp.resolve("optimised.onnx");
        try (OrtSession.SessionOptions options = OnnxEngine.options(1)) {
            options.setOptimizedModelFilePath(optimised.toString());
            OnnxEnvironment.get()
                    .createSession(bundle.int8File().toString(), options)
                    .close();
        } catch (ai.onnxruntime.OrtException e) {
            throw new IOException(e);
        }
        Map<String, Long> counts = new TreeMap<>(Map.of("Relu", 0L));
        Onnx.ModelProto.parseFrom(Files.readAllBytes(optimised))
                .getGraph()
                .getNodeList()
                .forEach(node -> counts.merge(node.getOpType(), 1L, Long::sum));
        return counts;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> content = Files.list(bundle.folder())) {
            return content.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
