package io.slidestream.networks.onnx;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Place;
import io.slidestream.networks.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.Onnx;
import org.jspecify.annotations.Nullable;

/**
 * The ONNX files of a model bundle, opened with ONNX Runtime. Of a bundle with weights the graph in floats need not lie there: it
 * is made of them.
 */
public final class OnnxBundle {
    private OnnxBundle() {}

    /**
     * Opens the bundle's file for this precision.
     *
     * @param batchSize patches a call; 0: what the file is made for, or else 16
     * @throws ModelBundleException if there is no such file or it is not the classifier that the bundle describes
     */
    public static InferenceEngine open(
            ModelBundle bundle, Precision precision, int batchSize, int threads, Place place) {
        return switch (precision) {
            case FP32 ->
                Files.isRegularFile(bundle.onnxFile()) || !bundle.hasWeights()
                        ? open(bundle, present(bundle, bundle.onnxFile(), ""), batchSize, threads, place)
                        : open(bundle, bundle.onnxFile(), made(bundle), batchSize, threads, place);
            case FP16 -> half(bundle, batchSize, threads, place);
            case INT8 -> open(bundle, int8(bundle), batchSize, threads, place);
        };
    }

    /**
     * The bundle's file in bytes.
     *
     * @throws ModelBundleException if there is none
     */
    static Path int8(ModelBundle bundle) {
        return present(bundle, bundle.int8File(), " --int8 --calibrate TILES");
    }

    /** Opens a file that is not yet, or never will be, the bundle's own, on the processor. */
    static InferenceEngine open(ModelBundle bundle, Path file, int batchSize, int threads) {
        return open(bundle, file, batchSize, threads, Place.CPU);
    }

    private static InferenceEngine open(ModelBundle bundle, Path file, int batchSize, int threads, Place place) {
        return open(bundle, file, null, batchSize, threads, place);
    }

    private static InferenceEngine open(
            ModelBundle bundle, Path file, byte @Nullable [] content, int batchSize, int threads, Place place) {
        return openWhole(
                bundle,
                file,
                bundle.familiar() == null ? content : tapped(bundle, file, content),
                batchSize,
                threads,
                place);
    }

    /** @param content with the features among its outputs, if the bundle has statistics of them */
    private static InferenceEngine openWhole(
            ModelBundle bundle, Path file, byte @Nullable [] content, int batchSize, int threads, Place place) {
        OnnxModel model = new OnnxModel(
                file,
                content,
                bundle.config().inputSizePx(),
                bundle.config().classNames().size(),
                bundle.config().temperature(),
                bundle.hasWeights() ? bundle.weightsSha256() : null,
                bundle.familiar());
        try {
            return OnnxEngine.open(model, batchSize, threads, place);
        } catch (IllegalArgumentException e) {
            throw bundle.unusable(e);
        }
    }

    /** Made of the weights each time, in the time that it takes to read them: rounding has nothing to be calibrated. */
    private static InferenceEngine half(ModelBundle bundle, int batchSize, int threads, Place place) {
        if (!bundle.hasWeights()) {
            throw new ModelBundleException("the model bundle " + bundle.called() + " has no model.safetensors, of which"
                    + " fp16 is made: choose fp32 (--precision fp32, or inference.precision=fp32)");
        }
        byte[] content;
        try {
            Onnx.GraphProto floats = OnnxFile.graph(bundle.config().inputSizePx(), bundle.weights());
            content = OnnxFile.model(
                            HalfGraph.of(bundle.familiar() == null ? floats : FeatureTap.of(floats)),
                            bundle.weightsSha256(),
                            Precision.FP16)
                    .toByteArray();
        } catch (IllegalArgumentException e) {
            throw bundle.unusable(e);
        }
        return openWhole(bundle, bundle.folder().resolve("model.fp16.onnx"), content, batchSize, threads, place);
    }

    /** What `slidestream export` would write: the graph of the weights. */
    private static byte[] made(ModelBundle bundle) {
        try {
            return OnnxFile.model(
                            OnnxFile.graph(bundle.config().inputSizePx(), bundle.weights()),
                            bundle.weightsSha256(),
                            Precision.FP32)
                    .toByteArray();
        } catch (IllegalArgumentException e) {
            throw bundle.unusable(e);
        }
    }

    /**
     * The bundle's network up to its last layer, in floats and on the processor.
     *
     * @throws ModelBundleException if it ends in no layer that could be told
     */
    public static Featuriser featuriser(ModelBundle bundle, int batchSize, int threads) {
        boolean isMade = bundle.hasWeights() && !Files.isRegularFile(bundle.onnxFile());
        try {
            byte[] content = tapped(bundle, bundle.onnxFile(), isMade ? made(bundle) : null);
            return OnnxFeaturiser.tapped(
                    content, bundle.onnxFile(), bundle.config().inputSizePx(), batchSize, threads);
        } catch (IllegalArgumentException e) {
            throw bundle.unusable(e);
        }
    }

    private static byte[] tapped(ModelBundle bundle, Path file, byte @Nullable [] content) {
        try {
            byte[] whole = content == null ? Files.readAllBytes(file) : content;
            return FeatureTap.of(OnnxFile.parse(file, whole)).toByteArray();
        } catch (IllegalArgumentException e) {
            throw bundle.unusable(e);
        } catch (IOException e) {
            throw new ModelBundleException("cannot read " + file + ": " + FileFault.words(e), e);
        }
    }

    private static Path present(ModelBundle bundle, Path file, String options) {
        if (!Files.isRegularFile(file)) {
            throw new ModelBundleException("the model bundle " + bundle.called() + " has no " + file.getFileName()
                    + (bundle.hasWeights()
                            ? ": make it with `slidestream export " + bundle.called() + options + "`"
                            : ", and none can be made of someone else's ONNX file: choose fp32 (--precision fp32, or"
                                    + " inference.precision=fp32)"));
        }
        return file;
    }
}
