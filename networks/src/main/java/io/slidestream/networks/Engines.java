package io.slidestream.networks;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.dl4j.Dl4jEngine;
import io.slidestream.networks.engine.BatchCalibration;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.DeviceUnavailableException;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.EngineMemoryException;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Place;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.engine.SeveralEngines;
import io.slidestream.networks.engine.SymmetricEngine;
import io.slidestream.networks.onnx.Int8Network;
import io.slidestream.networks.onnx.OnnxBundle;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines that compute a model bundle's network. The configuration's temperature is in the logits of each.
 *
 * <p>This is the one class that knows them all: another engine is another package, another {@link EngineKind} and a line
 * here.
 */
public final class Engines {
    private static final Logger log = LoggerFactory.getLogger(Engines.class);

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
     * Opens one session of the network in the chosen precision, on the first of the chosen devices.
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
            case ONNXRUNTIME ->
                OnnxBundle.open(
                        bundle,
                        choice.precision(),
                        batchSize,
                        threads,
                        choice.places().get(0));
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
        List<InferenceEngine> sessions = new ArrayList<>();
        try {
            sessions.add(first(bundle, choice, batchSize, threads));
            while (sessions.size() < choice.places().size()) {
                addSession(sessions, bundle, choice, threads);
            }
            if (symmetries != 1) {
                sessions.replaceAll(SymmetricEngine::new);
            }
            return sessions.size() == 1 ? sessions.get(0) : new SeveralEngines(choice.places(), sessions);
        } catch (RuntimeException | Error e) {
            sessions.forEach(InferenceEngine::close);
            throw e;
        }
    }

    /** Another session, of the batch size of the first; where it finds no memory, all take half. */
    private static void addSession(
            List<InferenceEngine> sessions, ModelBundle bundle, EngineChoice choice, int threads) {
        int size = sessions.get(0).batchSize();
        Place place = choice.places().get(sessions.size());
        try {
            sessions.add(OnnxBundle.open(bundle, choice.precision(), size, threads, place));
        } catch (EngineMemoryException e) {
            if (size == 1 || !sessions.stream().allMatch(session -> session.resize(size / 2))) {
                throw e;
            }
            log.warn("{}, on {}; batches hold {}", e.getMessage(), place, size / 2);
        }
    }

    /** Halves the batch until it finds memory. */
    private static InferenceEngine fitting(ModelBundle bundle, EngineChoice choice, int batchSize, int threads) {
        try {
            return open(bundle, choice, batchSize, threads);
        } catch (EngineMemoryException e) {
            int half = (batchSize == 0 ? BatchCalibration.first(choice.device()) : batchSize) / 2;
            if (half == 0) {
                throw e;
            }
            log.warn("{}; the next is of {}", e.getMessage(), half);
            return fitting(bundle, choice, half, threads);
        }
    }

    private static InferenceEngine first(ModelBundle bundle, EngineChoice choice, int batchSize, int threads) {
        int first = batchSize > 0
                ? batchSize
                : choice.kind() == EngineKind.DL4J ? BatchCalibration.first(choice.device()) : 0;
        InferenceEngine engine = fitting(bundle, choice, first, threads);
        try {
            if (batchSize == 0 && choice.kind() == EngineKind.ONNXRUNTIME && choice.device() == Device.CPU) {
                BatchCalibration.settle(engine);
            } else if (batchSize == 0) {
                BatchCalibration.run(engine, choice.device());
            }
            return engine;
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
