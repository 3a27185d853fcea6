package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.dl4j.SeededTensors;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxBundleTest {
    private static final List<String> CLASSES = List.of("ADI", "STR", "TUM");

    @TempDir
    Path temp;

    @Test
    void export_writesAFileThatAgrees_andKeepsTheId() throws IOException {
        ModelBundle bundle = written(2.5);
        Files.writeString(bundle.folder().resolve("metrics.json"), "{\"accuracy\" : 1.5053490405758652E-5, \"n\" : 3}");

        Agreement agreement = exported(bundle);

        assertThat(agreement.patches()).isEqualTo(65);
        assertThat(agreement.maxAbsDifference()).isBetween(1e-12, OnnxExport.TOLERANCE);
        assertThat(ModelBundle.load(bundle.folder()).id()).isEqualTo(bundle.id());
        assertThat(bundle.folder().resolve("metrics.json"))
                .hasContent("""
                {
                  "accuracy" : 1.5053490405758652E-5,
                  "n" : 3,
                  "onnx" : {
                    "max_abs_difference" : %s,
                    "patches" : 65,
                    "bytes" : %s
                  }
                }
                """.formatted(agreement.maxAbsDifference(), Files.size(bundle.onnxFile())));
        assertThat(names(bundle.folder()))
                .containsExactly("config.json", "metrics.json", "model.onnx", "model.safetensors");
        float[] dl4j = logits(bundle, EngineKind.DL4J);
        assertThat(logits(bundle, EngineKind.ONNXRUNTIME)).containsExactly(dl4j, within(1e-4f));
    }

    @Test
    void export_twice_givesEqualBytes() throws IOException {
        ModelBundle bundle = written(1);
        exported(bundle);
        byte[] first = Files.readAllBytes(bundle.onnxFile());
        exported(bundle);

        assertThat(bundle.onnxFile()).hasBinaryContent(first);
    }

    @Test
    void weightsThatOneFileCannotHold_lieBesideIt_andSayTheSame() throws IOException {
        ModelBundle bundle = written(1.7);
        float[] whole = logits(bundle, EngineKind.ONNXRUNTIME);
        float[] features = features(bundle);

        try (OnnxExport export = new OnnxExport(bundle, 1, 100_000)) {
            export.publish();
        }

        assertThat(names(bundle.folder()))
                .containsExactly("config.json", "metrics.json", "model.onnx", "model.onnx.data", "model.safetensors");
        Path data = bundle.folder().resolve("model.onnx.data");
        assertThat(Files.size(bundle.onnxFile())).isLessThan(100_000);
        assertThat(bundle.folder().resolve("metrics.json"))
                .content()
                .contains("\"bytes\" : " + (Files.size(bundle.onnxFile()) + Files.size(data)));
        assertThat(ModelBundle.load(bundle.folder()).id()).isEqualTo(bundle.id());
        assertThat(logits(bundle, EngineKind.ONNXRUNTIME)).containsExactly(whole);
        assertThat(features(bundle)).containsExactly(features);
        Files.move(data, bundle.folder().resolve("elsewhere"));
        assertThatThrownBy(() -> Engines.open(bundle, EngineKind.ONNXRUNTIME, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("model.onnx.data");
        Files.createSymbolicLink(data, bundle.folder().resolve("elsewhere"));
        assertThatThrownBy(() -> Engines.open(bundle, EngineKind.ONNXRUNTIME, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("model.onnx takes weights from other files than model.onnx.data");
    }

    @Test
    void anEncoderThatOneFileCannotHold_goesThroughTwo_ofWhichNothingIsLeft() throws OrtException, IOException {
        List<String> before = names(Path.of(System.getProperty("java.io.tmpdir")));
        try (OrtSession.SessionOptions options = OnnxEngine.options(1);
                OrtSession whole = OnnxFeaturiser.session(224, weights(), options, Long.MAX_VALUE);
                OrtSession parted = OnnxFeaturiser.session(224, weights(), options, 100_000)) {
            assertThat(names(Path.of(System.getProperty("java.io.tmpdir"))).stream()
                            .filter(name -> name.startsWith("slidestream-network")))
                    .isSubsetOf(before);
            assertThat(logits(parted)).containsExactly(logits(whole));
        }
    }

    /** Weights so large that single precision has no numbers for the logits. */
    @Test
    void export_leavesNothingBehind_whereTheEnginesDisagree() throws IOException {
        Map<String, Tensor> weights = weights();
        float[] last = java.util.Objects.requireNonNull(weights.get("classifier.1.weight"))
                .values();
        for (int i = 0; i < last.length; i++) {
            last[i] *= 1e38f;
        }
        ModelBundle bundle = written(1, weights);

        try (OnnxExport export = new OnnxExport(bundle, 1)) {
            assertThatThrownBy(export::publish)
                    .isInstanceOf(ModelBundleException.class)
                    .hasMessageStartingWith("model.onnx of " + bundle.folder() + " is not written: Deeplearning4j and"
                            + " ONNX Runtime differ by ");
        }

        assertThat(names(bundle.folder())).containsExactly("config.json", "model.safetensors");
    }

    @Test
    void aBundleWithoutTheFile_isServedFromItsWeights() throws IOException {
        ModelBundle bundle = written(1.7);

        float[] made = logits(bundle, EngineKind.ONNXRUNTIME);

        assertThat(bundle.onnxFile()).doesNotExist();
        exported(bundle);
        assertThat(made).containsExactly(logits(bundle, EngineKind.ONNXRUNTIME));
    }

    @Test
    void aFileOfEarlierWeights_isRefused() throws IOException {
        ModelBundle bundle = written(1);
        exported(bundle);
        byte[] stale = Files.readAllBytes(bundle.onnxFile());
        Map<String, Tensor> weights = weights();
        java.util.Objects.requireNonNull(weights.get("classifier.1.bias")).values()[0] += 1;
        ModelBundle retrained = written(1, weights);
        Files.write(retrained.onnxFile(), stale);

        assertThatThrownBy(() -> Engines.open(retrained, EngineKind.ONNXRUNTIME, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("model.onnx was not made from the model.safetensors beside it");
    }

    @Test
    void aFolderWithAnOnnxFileAlone_isServedByClassName() throws IOException {
        ModelBundle own = written(1);
        exported(own);
        float[] expected = logits(own, EngineKind.ONNXRUNTIME);
        Path folder = Files.createDirectory(temp.resolve("theirs"));
        Files.writeString(
                folder.resolve("config.json"),
                Files.readString(own.folder().resolve("config.json")).replace("squeezenet1_1", "resnet34"));
        Files.copy(own.onnxFile(), folder.resolve("export-of-2024.onnx"));

        ModelBundle bundle = ModelBundle.load(folder);

        assertThat(bundle.model().classNames()).isEqualTo(CLASSES);
        assertThat(bundle.id()).hasSize(64).isNotEqualTo(own.id());
        assertThat(logits(bundle, EngineKind.ONNXRUNTIME)).containsExactly(expected);
        assertThatThrownBy(() -> Engines.open(bundle, EngineKind.DL4J, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessage("the model bundle " + folder + " has no model.safetensors, so Deeplearning4j cannot run it:"
                        + " choose the engine onnxruntime (--engine onnxruntime, or inference.engine=onnxruntime)");
        assertThatThrownBy(() -> new OnnxExport(bundle, 1)).hasMessageContaining("has no model.safetensors");

        Files.write(folder.resolve("export-of-2024.onnx"), new byte[] {8, 7}); // of version 7, and empty
        assertThat(ModelBundle.load(folder).id()).isNotEqualTo(bundle.id());
        Files.write(folder.resolve("another.onnx"), new byte[] {8, 7});
        assertThatThrownBy(() -> ModelBundle.load(folder))
                .hasMessageContaining("2 ONNX files, none of them named model.onnx");
    }

    @Test
    void anOnnxFileOfOtherClasses_isRefused() throws IOException {
        ModelBundle own = written(1);
        exported(own);
        Path folder = Files.createDirectory(temp.resolve("theirs"));
        Files.writeString(
                folder.resolve("config.json"),
                Files.readString(own.folder().resolve("config.json"))
                        .replace("\"num_classes\" : 3", "\"num_classes\" : 2")
                        .replace("\"STR\", ", ""));
        Files.copy(own.onnxFile(), folder.resolve("model.onnx"));

        assertThatThrownBy(() -> Engines.open(ModelBundle.load(folder), EngineKind.ONNXRUNTIME, 2, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessage("the model bundle " + folder + " cannot be used: its output logits is [-1, 3], config.json"
                        + " asks for [N, 2], a logit for each class");
    }

    private static Agreement exported(ModelBundle bundle) {
        try (OnnxExport export = new OnnxExport(bundle, 1)) {
            int[] grey = new int[100 * 80];
            Arrays.fill(grey, 0x808080);
            export.compare(grey, 100, 80);
            return export.publish();
        }
    }

    private static float[] logits(ModelBundle bundle, EngineKind kind) {
        try (InferenceEngine engine = Engines.open(bundle, kind, 2, 1)) {
            return engine.logits(SeededTensors.patches(engine.layout(), 2, 3, 4), 2);
        }
    }

    private static float[] logits(OrtSession session) throws OrtException {
        FloatBuffer patch = SeededTensors.patches(new PatchLayout(224, PatchLayout.Order.NCHW), 1, 3);
        try (OnnxTensor tensor = OnnxTensor.createTensor(OnnxEnvironment.get(), patch, new long[] {1, 3, 224, 224});
                OrtSession.Result result = session.run(Map.of(OnnxGraph.INPUT, tensor))) {
            return ((float[][]) result.get(0).getValue())[0];
        }
    }

    private static float[] features(ModelBundle bundle) {
        try (Featuriser featuriser = OnnxBundle.featuriser(bundle, 1, 1)) {
            return featuriser.features(SeededTensors.patches(featuriser.layout(), 1, 3), 1);
        }
    }

    private ModelBundle written(double temperature) {
        return written(temperature, weights());
    }

    private ModelBundle written(double temperature, Map<String, Tensor> weights) {
        ModelConfig config = new ModelConfig(
                "squeezenet1_1", CLASSES, 224, 0.5, List.of(new ToTensor()), "three", null, temperature);
        try (BundleDraft draft = new BundleDraft(temp.resolve("model"), config, weights)) {
            return draft.publish();
        }
    }

    private static Map<String, Tensor> weights() {
        return SeededTensors.weights(Architecture.SQUEEZENET1_1, CLASSES.size());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
