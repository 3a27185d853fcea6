package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineGuarantee;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.family.NarrowNetworks;
import io.slidestream.networks.weights.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import onnx.Onnx;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Halves against floats, on the processor, which casts between the two and computes in floats. */
class HalfPrecisionTest {
    private static final double LEAST_AGREEMENT = 0.995;
    private static final EngineChoice FLOATS = new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32);
    private static final EngineChoice HALVES = new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP16);
    private static final List<LabelledPicture> PICTURES = ColouredPictures.of(102);

    @TempDir
    Path temp;

    /** MobileNetV2, with a temperature and with statistics of familiar tiles. */
    @Test
    void theShippedModel_givesRealTilesTheSameClasses() throws IOException {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA is not set: no tiles");
        ModelBundle bundle = ModelBundle.load(Path.of("../models/crc-nine-class"));
        List<LabelledPicture> tiles =
                tiles(Path.of(data, "tiles", "nct-crc-he"), bundle.config().classNames());
        assertThat(tiles).hasSizeGreaterThanOrEqualTo(200);

        Probabilities floats = of(bundle, FLOATS, tiles);
        Probabilities halves = of(bundle, HALVES, tiles);

        assertThat(halves.agreement(floats)).isGreaterThanOrEqualTo(LEAST_AGREEMENT);
        assertThat(halves.meanAbsDifference(floats)).isBetween(1e-9, 1e-3);
        assertThat(halves.accuracy(tiles)).isGreaterThan(0.85);
    }

    /** The transformer's row sums of squares stay in floats. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "mobilenet_v3_small", "timm-vit"})
    void families_agreeWithFloats(String name) {
        GoldenNetwork golden = GoldenNetworks.read(name);
        agree(ColourNetworks.taught(temp, golden.sizePx(), golden.logits().get(0).length, golden.weights()));
    }

    /** With local normalisation, whose sums of squares stay in floats. */
    @Test
    void aGroupedAlexNet_agreesWithFloats() {
        NarrowNetworks network = NarrowNetworks.ALEXNET_GROUPED;
        agree(ColourNetworks.taught(temp, network.sizePx(), network.width(), network.weights()));
    }

    private static void agree(ModelBundle bundle) {
        Probabilities floats = of(bundle, FLOATS, PICTURES);
        Probabilities halves = of(bundle, HALVES, PICTURES);

        assertThat(floats.accuracy(PICTURES)).isGreaterThan(0.95);
        assertThat(halves.agreement(floats)).isGreaterThanOrEqualTo(LEAST_AGREEMENT);
        assertThat(halves.meanAbsDifference(floats)).isBetween(1e-12, 0.01);
    }

    @Test
    void logits_doNotDependOnPlaceCompanyOrCount() {
        ModelBundle bundle = small();
        EngineGuarantee.logitsDependOnThePatchAlone(16, threads -> Engines.open(bundle, HALVES, 16, threads));
    }

    @Test
    void theEngine_saysWhatItComputesWith() {
        try (InferenceEngine engine = Engines.open(small(), HALVES, 2, 1)) {
            assertThat(engine.description()).isEqualTo("onnxruntime 1.29.0 cpu fp16");
        }
    }

    @Test
    void weightsAndActivations_areHalves_picturesAndLogitsFloats() {
        GoldenNetwork golden = GoldenNetworks.read("resnet18");

        Onnx.GraphProto graph = HalfGraph.of(OnnxFile.graph(golden.sizePx(), golden.weights()));

        assertThat(graph.getInitializerList()).allMatch(tensor -> tensor.getDataType() == DataType.FLOAT16_VALUE);
        assertThat(graph.getNodeList().stream().filter(node -> node.getOpType().equals("Cast")))
                .as("one after the pictures, one before the logits")
                .hasSize(2);
        assertThat(List.of(graph.getInput(0), graph.getOutput(0)))
                .allMatch(value -> value.getType().getTensorType().getElemType() == DataType.FLOAT_VALUE);
    }

    @Test
    void aWeightBeyondSuchNumbers_isRefused() {
        GoldenNetwork golden = GoldenNetworks.read("resnet18");
        Map<String, Tensor> weights = new TreeMap<>(golden.weights());
        Tensor bias = Objects.requireNonNull(weights.get("fc.bias"));
        float[] large = bias.values().clone();
        large[0] = 70_000;
        weights.put("fc.bias", new Tensor(bias.shape(), large));

        assertThatThrownBy(() -> HalfGraph.of(OnnxFile.graph(golden.sizePx(), weights)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fc.bias: 70000.0 is no number of 16 bits: choose fp32 (--precision fp32, or"
                        + " inference.precision=fp32)");
    }

    @Test
    void someoneElsesFile_isRefused_andDeeplearning4j() throws IOException {
        ModelBundle bundle = small();
        OnnxFile.write(bundle.onnxFile(), bundle.network(), bundle.weights());
        Files.delete(bundle.folder().resolve("model.safetensors"));
        ModelBundle foreign = ModelBundle.load(bundle.folder());

        assertThatThrownBy(() -> Engines.open(foreign, HALVES, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("has no model.safetensors, of which fp16 is made: choose fp32");
        assertThatThrownBy(() -> new EngineChoice(EngineKind.DL4J, Precision.FP16))
                .hasMessage("precision fp16 is for ONNX Runtime: choose the engine onnxruntime (--engine onnxruntime,"
                        + " or inference.engine=onnxruntime), or fp32");
    }

    private ModelBundle small() {
        GoldenNetwork golden = GoldenNetworks.read("resnet18");
        return ColourNetworks.taught(temp, golden.sizePx(), golden.logits().get(0).length, golden.weights());
    }

    private static Probabilities of(ModelBundle bundle, EngineChoice choice, List<? extends LabelledPicture> pictures) {
        try (InferenceEngine engine = Engines.open(bundle, choice, 16, 2)) {
            return Probabilities.of(engine, bundle.config(), pictures);
        }
    }

    private static List<LabelledPicture> tiles(Path folder, List<String> classes) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().matches(".*\\.(tif|png)"))
                    .sorted()
                    .<LabelledPicture>map(file -> new Tile(
                            file,
                            classes.indexOf(
                                    file.getName(file.getNameCount() - 2).toString())))
                    .toList();
        }
    }

    private record Tile(Path file, int classIndex) implements LabelledPicture {
        @Override
        public void show(Viewer viewer) {
            try {
                BufferedImage picture = ImageIO.read(file.toFile());
                int width = picture.getWidth();
                int height = picture.getHeight();
                viewer.see(picture.getRGB(0, 0, width, height, null, 0, width), width, height);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
