package io.slidestream.networks.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ExternalData;
import io.slidestream.networks.engine.BatchCalibration;
import io.slidestream.networks.engine.BatchScores;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.EngineMemoryException;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Place;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.familiar.Familiar;
import io.slidestream.networks.patches.PatchLayout;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Classifies with ONNX Runtime, which reads the patches where the caller has them.
 *
 * <p>Its threads sleep when they have nothing to do: spinning, as is its habit, takes the cores from the threads that
 * read slides. Scores are the same bits for every place in the batch, company, count and thread count tried.
 */
public final class OnnxEngine implements InferenceEngine {
    private static final int MAX_BATCH = 4096;
    private static final float FAR_BEYOND = 20;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Signature signature;
    private final OnnxModel model;
    private final PatchLayout layout;
    private final Device device;
    private final String precision;
    private final @Nullable PartedBatches parted;
    private int batchSize;
    private OutputKind kind = OutputKind.LOGITS;

    /** @param parts threads that compute parts of a batch; 0 where ONNX Runtime's own share the whole */
    private OnnxEngine(
            OrtEnvironment environment,
            OrtSession session,
            Signature signature,
            OnnxModel model,
            Place place,
            int batchSize,
            int parts)
            throws OrtException {
        this.device = place.device();
        precision = metadata(session, OnnxModel.PRECISION).orElse(Precision.FP32.label());
        this.environment = environment;
        this.session = session;
        this.signature = signature;
        this.model = model;
        this.layout = new PatchLayout(model.sizePx(), PatchLayout.Order.NCHW);
        this.batchSize = batchSize;
        this.parted = parts > 0 ? new PartedBatches(layout, parts, this::run) : null;
    }

    /** Opens an engine on the processor. */
    public static OnnxEngine open(OnnxModel model, int batchSize, int threads) {
        return open(model, batchSize, threads, Place.CPU);
    }

    /**
     * Loads the file and runs a batch through it, or several through a file that is not of our making.
     *
     * @param batchSize patches a call; 0: what the file is made for, or else the size that a search begins with
     * @param threads threads of one call; each takes parts of the batch through the network
     * @throws IllegalArgumentException saying why the file is not the classifier that is asked for
     * @throws io.slidestream.networks.engine.DeviceUnavailableException if the device cannot be used
     */
    public static OnnxEngine open(OnnxModel model, int batchSize, int threads, Place place) {
        if (batchSize != 0) {
            checkBatchSize(batchSize);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
        OrtEnvironment environment = OnnxEnvironment.get();
        try {
            boolean parted = place.device() == Device.CPU;
            OrtSession session = session(environment, model, place, parted ? 1 : threads);
            try {
                checkOrigin(session, model);
                checkIsWhole(model);
                Signature signature = Signature.of(session, model, batchSize);
                int used = batchSize != 0
                        ? batchSize
                        : signature.isFixed() ? signature.batch() : BatchCalibration.first(place.device());
                if (parted
                        && (signature.isFixed() || used < threads)) { // cannot be parted, or would not use all threads
                    parted = false;
                    OrtSession whole = session(environment, model, place, threads);
                    session.close();
                    session = whole;
                }
                OnnxEngine engine =
                        new OnnxEngine(environment, session, signature, model, place, used, parted ? threads : 0);
                try {
                    engine.warmUp();
                    return engine;
                } catch (OrtException | RuntimeException e) {
                    engine.endThreads();
                    throw e;
                }
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            if (EngineMemoryException.isMeantBy(String.valueOf(e.getMessage()))) {
                throw new EngineMemoryException("ONNX Runtime found no memory for its first batch", e);
            }
            throw new IllegalArgumentException(
                    "ONNX Runtime cannot run " + model.file().getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static OrtSession session(OrtEnvironment environment, OnnxModel model, Place place, int threads)
            throws OrtException {
        try (OrtSession.SessionOptions options = options(threads)) {
            OnnxDevice.use(place, options);
            return session(environment, model, options);
        }
    }

    @Override
    public PatchLayout layout() {
        return layout;
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public boolean resize(int patches) {
        checkBatchSize(patches);
        if (signature.isFixed() && signature.batch() != patches) {
            return false;
        }
        if (parted != null) {
            parted.forgetAll(); // of the former size
        }
        batchSize = patches;
        return true;
    }

    @Override
    public int classCount() {
        return model.classCount();
    }

    @Override
    public FloatBuffer room(int patches) {
        return switch (device) {
            case CPU -> layout.room(patches);
            case CUDA -> PageLockedMemory.INSTANCE.room(layout, patches);
        };
    }

    @Override
    public void begin(FloatBuffer patches) {
        layout.checkBatch(patches, batchSize, batchSize);
        if (parted != null) {
            parted.begin(patches, batchSize);
        }
    }

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        return scores(patches, count).logits();
    }

    @Override
    public BatchScores scores(FloatBuffer patches, int count) {
        layout.checkBatch(patches, batchSize, count);
        float[] numbers = new float[count * signature.columns()];
        float[] distances;
        try {
            Outputs outputs = run(patches);
            outputs.logits().get(numbers);
            distances = distances(outputs.features(), count);
        } catch (OrtException e) {
            String message = String.valueOf(e.getMessage());
            if (EngineMemoryException.isMeantBy(message)) {
                throw new EngineMemoryException("ONNX Runtime found no memory for " + batchSize + " patches", e);
            }
            throw new IllegalStateException("ONNX Runtime failed on a batch: " + message, e);
        }
        float[] logits = kind.logits(numbers);
        if (model.temperature() != 1) {
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (logits[i] / model.temperature());
            }
        }
        return new BatchScores(logits, distances);
    }

    @Override
    public String description() {
        return "onnxruntime " + environment.getVersion() + " " + device.label() + " " + precision + kind.remark();
    }

    @Override
    public void close() {
        endThreads();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close its session: " + e.getMessage(), e);
        }
    }

    private void endThreads() {
        if (parted != null) {
            parted.close();
        }
    }

    /**
     * Runs a ramp; through a network that we did not export also zeros, the ramp mirrored, and one far beyond what a slide holds: by
     * the answers it is told what it gives.
     */
    private void warmUp() throws OrtException {
        FloatBuffer patches = layout.room(batchSize);
        if (model.weightsSha256() != null) {
            ramp(patches, 1);
            run(patches);
            return;
        }
        OutputKind.Evidence evidence = new OutputKind.Evidence(signature.columns());
        for (float scale : new float[] {0, 1, -1}) {
            ramp(patches, scale);
            evidence.add(run(patches).logits());
        }
        ramp(patches, FAR_BEYOND);
        try {
            evidence.add(run(patches).logits());
        } catch (OrtException e) {
            // A network need not bear what no slide holds; then it is judged by the others.
        }
        kind = evidence.kind();
    }

    private static void ramp(FloatBuffer patches, float scale) {
        for (int i = 0; i < patches.capacity(); i++) {
            patches.put(i, scale * (2f * i / patches.capacity() - 1));
        }
    }

    /** The whole batch's output. */
    private Outputs run(FloatBuffer patches) throws OrtException {
        return parted == null ? run(patches, batchSize) : parted.run(patches, batchSize);
    }

    /** The output of the first {@code count} patches. A view of the caller's memory goes in, nothing is copied. */
    private Outputs run(FloatBuffer patches, int count) throws OrtException {
        long[] shape = {count, 3, layout.sizePx(), layout.sizePx()};
        FloatBuffer batch = patches.duplicate().clear().limit(count * layout.floatsPerPatch());
        try (OnnxTensor input = OnnxTensor.createTensor(environment, batch, shape);
                OrtSession.Result result = session.run(Map.of(signature.input(), input))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            Signature.checkOutput(signature.output(), output.getInfo().getShape(), count, signature.columns());
            return new Outputs(output.getFloatBuffer(), features(result, count));
        }
    }

    private static OrtSession session(OrtEnvironment environment, OnnxModel model, OrtSession.SessionOptions options)
            throws OrtException {
        byte[] content = model.content();
        return content == null
                ? environment.createSession(model.file().toString(), options)
                : session(environment, content, model.file(), options);
    }

    /** @param file in whose folder the content's external data lie, if it has any */
    static OrtSession session(OrtEnvironment environment, byte[] content, Path file, OrtSession.SessionOptions options)
            throws OrtException {
        options.addConfigEntry(
                "session.model_external_initializers_file_folder_path",
                String.valueOf(file.toAbsolutePath().getParent()));
        return environment.createSession(content, options);
    }

    private float @Nullable [] features(OrtSession.Result result, int count) throws OrtException {
        Familiar familiar = model.familiar();
        if (familiar == null) {
            return null;
        }
        FloatBuffer numbers = ((OnnxTensor) result.get(FeatureTap.FEATURES).orElseThrow()).getFloatBuffer();
        if (numbers.remaining() != count * familiar.featureCount()) {
            throw new IllegalArgumentException("its last layer reads " + numbers.remaining() / count
                    + " features, the statistics of familiar tiles are of " + familiar.featureCount());
        }
        float[] features = new float[numbers.remaining()];
        numbers.get(features);
        return features;
    }

    private float[] distances(float @Nullable [] features, int count) {
        Familiar familiar = model.familiar();
        return familiar == null || features == null ? new float[0] : familiar.distances(features, count);
    }

    private static void checkBatchSize(int batchSize) {
        if (batchSize < 1 || batchSize > MAX_BATCH) {
            throw new IllegalArgumentException("batchSize must be in 1.." + MAX_BATCH + ", was " + batchSize);
        }
    }

    /** The caller closes them, after the session is made. */
    static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        if (!VectorUnit.addsBytesExactly()) {
            options.addConfigEntry("session.x64quantprecision", "1"); // half the speed, and no overflow
        }
        return options;
    }

    /** What was exported takes numbers from the file that is written with it, if from any. */
    private static void checkIsWhole(OnnxModel model) {
        try {
            if (model.weightsSha256() == null || !Files.exists(model.file())) {
                return;
            }
            Path own = ExternalData.ownOf(model.file().toRealPath());
            if (!List.of(own).containsAll(ExternalData.of(model.file()))) {
                throw new IllegalArgumentException(model.file().getFileName() + " takes weights from other files than "
                        + own.getFileName() + ", which what is exported from a model.safetensors does not");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    model.file().getFileName() + " cannot be read: " + FileFault.words(e), e);
        }
    }

    private static void checkOrigin(OrtSession session, OnnxModel model) throws OrtException {
        String wanted = model.weightsSha256();
        if (wanted != null) {
            OnnxModel.checkOrigin(
                    model.file(),
                    wanted,
                    metadata(session, OnnxModel.WEIGHTS_SHA256).orElse(""),
                    metadata(session, OnnxModel.PRECISION).orElse(""));
        }
    }

    private static Optional<String> metadata(OrtSession session, String key) throws OrtException {
        return session.getMetadata().getCustomMetadataValue(key);
    }
}
