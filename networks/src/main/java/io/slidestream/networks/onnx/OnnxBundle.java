package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Precision;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ONNX files of a model bundle, opened with ONNX Runtime. */
public final class OnnxBundle {
    private OnnxBundle() {}

    /**
     * Opens the bundle's file for this precision.
     *
     * @param batchSize patches a call; 0: what the file is made for, or else 16
     * @throws ModelBundleException if there is no such file or it is not the classifier that the bundle describes
     */
    public static InferenceEngine open(
            ModelBundle bundle, Precision precision, int batchSize, int threads, Device device) {
        return switch (precision) {
            case FP32 -> open(bundle, present(bundle, bundle.onnxFile(), ""), batchSize, threads, device);
            case INT8 ->
                open(
                        bundle,
                        present(bundle, bundle.int8File(), " --int8 --calibrate TILES"),
                        batchSize,
                        threads,
                        device);
        };
    }

    /** Opens a file that is not yet, or never will be, the bundle's own, on the processor. */
    static InferenceEngine open(ModelBundle bundle, Path file, int batchSize, int threads) {
        return open(bundle, file, batchSize, threads, Device.CPU);
    }

    private static InferenceEngine open(ModelBundle bundle, Path file, int batchSize, int threads, Device device) {
        OnnxModel model = new OnnxModel(
                file,
                bundle.config().inputSizePx(),
                bundle.config().classNames().size(),
                bundle.config().temperature(),
                bundle.hasWeights() ? bundle.weightsSha256() : null);
        try {
            return OnnxEngine.open(model, batchSize, threads, device);
        } catch (IllegalArgumentException e) {
            throw bundle.unusable(e);
        }
    }

    private static Path present(ModelBundle bundle, Path file, String options) {
        if (!Files.isRegularFile(file)) {
            throw new ModelBundleException("the model bundle " + bundle.folder() + " has no " + file.getFileName()
                    + (bundle.hasWeights()
                            ? ": make it with `slidestream export " + bundle.folder() + options + "`"
                            : ", and none can be made of someone else's ONNX file: choose fp32 (--precision fp32, or"
                                    + " inference.precision=fp32)"));
        }
        return file;
    }
}
