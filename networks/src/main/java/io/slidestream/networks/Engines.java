package io.slidestream.networks;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.dl4j.Dl4jEngine;
import io.slidestream.networks.engine.BatchCalibration;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.DeviceUnavailableException;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.engine.SymmetricEngine;
import io.slidestream.networks.onnx.Int8Network;
import io.slidestream.networks.onnx.OnnxBundle;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The engines that compute a model bundle's network. The configuration's temperature is in the logits of each.
 *
 * <p>This is the one class that knows them all: another engine is another package, another {@link EngineKind} and a line
 * here.
 */
public final class Engines {
    private Engines() {}

    /**
     * Opens the network on the CPU, in floats.
     *
     * @param batchSize patches a call
     * @param threads threads of one call; engines of one process should agree
     * @return an engine the caller closes
     * @throws ModelBundleException if the bundle lacks what this engine needs, saying how to get it
     */
    public static InferenceEngine open(ModelBundle bundle, EngineKind kind, int batchSize, int threads) {
        return open(bundle, new EngineChoice(kind, Precision.FP32), batchSize, threads);
    }

    /**
     * Opens the network in the chosen precision and on the chosen device.
     *
     * @throws ModelBundleException if the bundle lacks what this engine needs, saying how to get it
     * @throws DeviceUnavailableException if there is no such device, or the build cannot use it
     */
    public static InferenceEngine open(ModelBundle bundle, EngineChoice choice, int batchSize, int threads) {
        return switch (choice.kind()) {
            case DL4J ->
                switch (choice.precision()) {
                    case FP32 -> Dl4jEngine.open(bundle, batchSize, threads, choice.device());
                    case FP16 -> throw new IllegalStateException("EngineChoice refuses it");
                    case INT8 -> Dl4jEngine.open(bundle, Int8Network.of(bundle), batchSize, threads);
                };
            case ONNXRUNTIME -> OnnxBundle.open(bundle, choice.precision(), batchSize, threads, choice.device());
        };
    }

    /**
     * Opens the network to serve with.
     *
     * @param batchSize patches a call; 0: found by trying, in seconds at most
     * @param symmetries 1, or 8 for the mean over a patch's turned and mirrored forms
     */
    public static InferenceEngine serve(
            ModelBundle bundle, EngineChoice choice, int batchSize, int threads, int symmetries) {
        int first = batchSize > 0
                ? batchSize
                : choice.kind() == EngineKind.DL4J ? BatchCalibration.first(choice.device()) : 0;
        InferenceEngine engine = open(bundle, choice, first, threads);
        try {
            if (batchSize == 0 && choice.kind() == EngineKind.ONNXRUNTIME && choice.device() == Device.CPU) {
                BatchCalibration.settle(engine);
            } else if (batchSize == 0) {
                BatchCalibration.run(engine, choice.device());
            }
            return symmetries == 1 ? engine : new SymmetricEngine(engine);
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /** The engines for which the bundle has files, on the processor: what could be chosen without exporting anything. */
    public static List<EngineChoice> of(ModelBundle bundle) {
        List<EngineChoice> all = new ArrayList<>();
        if (bundle.hasWeights() && !bundle.network().hasTokens()) {
            all.add(new EngineChoice(EngineKind.DL4J, Precision.FP32));
        }
        if (bundle.hasWeights() || Files.isRegularFile(bundle.onnxFile())) {
            all.add(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32));
        }
        if (Files.isRegularFile(bundle.int8File())) {
            if (bundle.hasWeights() && !bundle.network().hasTokens()) {
                all.add(new EngineChoice(EngineKind.DL4J, Precision.INT8));
            }
            all.add(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.INT8));
        }
        return all;
    }
}
