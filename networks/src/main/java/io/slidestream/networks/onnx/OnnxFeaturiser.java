package io.slidestream.networks.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ExternalData;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network that stops before its classifier, on ONNX Runtime and the processor.
 *
 * <p>Of weights of a known family the classifier gives way to the identity, so that its outputs are its inputs. An ONNX file
 * is taken as it is: what it gives are the features.
 */
public final class OnnxFeaturiser implements Featuriser {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String input;
    private final String output;
    private final PatchLayout layout;
    private final int batchSize;
    private final int featureCount;

    private OnnxFeaturiser(OrtSession session, int sizePx, int batchSize) throws OrtException {
        this(session, session.getOutputNames().iterator().next(), sizePx, batchSize);
    }

    private OnnxFeaturiser(OrtSession session, String output, int sizePx, int batchSize) throws OrtException {
        this.output = output;
        environment = OnnxEnvironment.get();
        this.session = session;
        input = session.getInputNames().iterator().next();
        layout = new PatchLayout(sizePx, PatchLayout.Order.NCHW);
        this.batchSize = batchSize;
        featureCount = run(layout.room(batchSize)).remaining() / batchSize;
    }

    /**
     * Opens a network of a known family.
     *
     * @param sizePx side of the patches
     * @param batchSize patches a call
     * @param threads threads of one call
     * @throws IllegalArgumentException if the weights fit no family, or something follows the classifier, as in SqueezeNet
     */
    public static OnnxFeaturiser of(Map<String, Tensor> weights, int sizePx, int batchSize, int threads) {
        Network network = Families.network(weights, sizePx);
        String name = network.classifier() + ".weight";
        int features = featureCount(network, weights);
        Tensor identity = Tensor.zeros(features, features);
        for (int i = 0; i < features; i++) {
            identity.values()[i * features + i] = 1;
        }
        Map<String, Tensor> open = new TreeMap<>(weights);
        open.put(name, identity);
        open.computeIfPresent(network.classifier() + ".bias", (bias, values) -> Tensor.zeros(features));
        try (OrtSession.SessionOptions options = OnnxEngine.options(threads)) {
            return opened(session(sizePx, open, options, OnnxFile.MOST_BYTES), sizePx, batchSize);
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX Runtime cannot run the network: " + e.getMessage(), e);
        }
    }

    /** @param most bytes of numbers above which the network goes through files, for as long as it is read */
    static OrtSession session(int sizePx, Map<String, Tensor> weights, OrtSession.SessionOptions options, long most)
            throws OrtException {
        if (OnnxFile.numberBytes(weights) <= most) {
            byte[] model = OnnxFile.model(OnnxFile.graph(sizePx, weights), "", Precision.FP32)
                    .toByteArray();
            return OnnxEnvironment.get().createSession(model, options);
        }
        try {
            Path folder = Files.createTempDirectory("slidestream-network");
            Path file = folder.resolve("model.onnx");
            try {
                OnnxFile.write(file, sizePx, weights, "", most);
                return OnnxEnvironment.get().createSession(file.toString(), options);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(ExternalData.ownOf(file));
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a network of more than 2 GB: " + FileFault.words(e), e);
        }
    }

    /**
     * Opens a classifier with a {@link FeatureTap}.
     *
     * @param file that it was read from, or would be
     * @throws IllegalArgumentException if ONNX Runtime cannot run it
     */
    static OnnxFeaturiser tapped(byte[] model, Path file, int sizePx, int batchSize, int threads) {
        try (OrtSession.SessionOptions options = OnnxEngine.options(threads)) {
            OrtSession session = OnnxEngine.session(OnnxEnvironment.get(), model, file, options);
            try {
                return new OnnxFeaturiser(session, FeatureTap.FEATURES, sizePx, batchSize);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX Runtime cannot run the network: " + e.getMessage(), e);
        }
    }

    /**
     * Opens someone else's file.
     *
     * @param usualPx side of the patches where the file leaves it open
     * @param batchSize patches a call, where the file leaves it open
     * @throws IllegalArgumentException saying why what it gives are no features
     */
    public static OnnxFeaturiser of(Path onnx, int usualPx, int batchSize, int threads) {
        try (OrtSession.SessionOptions options = OnnxEngine.options(threads)) {
            OrtSession session = OnnxEnvironment.get().createSession(onnx.toString(), options);
            try {
                long[] shape = inputShape(session);
                int side = shape[2] > 0 ? (int) shape[2] : usualPx;
                return new OnnxFeaturiser(session, side, shape[0] > 0 ? (int) shape[0] : batchSize);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "ONNX Runtime cannot run " + onnx.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Features of a network: inputs of its classifier.
     *
     * @throws IllegalArgumentException if the classifier is not the network's last step
     */
    public static int featureCount(Network network, Map<String, Tensor> weights) {
        String name = network.classifier() + ".weight";
        Tensor weight = weights.get(name);
        Operation last = network.nodes().get(network.nodes().size() - 1).operation();
        if (weight == null
                || weight.shape().length != 2
                || !(last instanceof Operation.Dense dense && dense.weight().equals(name))) {
            throw new IllegalArgumentException(network.label() + " does not end with its classifier, "
                    + network.classifier() + ", so no new one can be trained on its features alone");
        }
        return weight.shape()[1];
    }

    private static OnnxFeaturiser opened(OrtSession session, int sizePx, int batchSize) throws OrtException {
        try {
            return new OnnxFeaturiser(session, sizePx, batchSize);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static long[] inputShape(OrtSession session) throws OrtException {
        if (session.getNumInputs() != 1 || session.getNumOutputs() != 1) {
            throw new IllegalArgumentException("it has " + session.getNumInputs() + " inputs and "
                    + session.getNumOutputs() + " outputs, an encoder has one of each");
        }
        var info = session.getInputInfo().values().iterator().next().getInfo();
        if (!(info instanceof TensorInfo tensor)
                || tensor.type != OnnxJavaType.FLOAT
                || tensor.getShape().length != 4
                || tensor.getShape()[1] > 0 && tensor.getShape()[1] != 3
                || tensor.getShape()[2] != tensor.getShape()[3]) {
            throw new IllegalArgumentException("its input is " + info + ", float32 [N, 3, side, side] is needed");
        }
        return tensor.getShape();
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
    public int featureCount() {
        return featureCount;
    }

    @Override
    public float[] features(FloatBuffer patches, int count) {
        layout.checkBatch(patches, batchSize, count);
        float[] features = new float[count * featureCount];
        try {
            run(patches).get(features);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on a batch: " + e.getMessage(), e);
        }
        return features;
    }

    private FloatBuffer run(FloatBuffer patches) throws OrtException {
        long[] shape = {batchSize, 3, layout.sizePx(), layout.sizePx()};
        FloatBuffer batch = patches.duplicate().clear().limit(batchSize * layout.floatsPerPatch());
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, batch, shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            OnnxTensor features = (OnnxTensor) result.get(output).orElseThrow();
            long[] found = features.getInfo().getShape();
            if (found.length != 2 || found[0] != batchSize || features.getInfo().type != OnnxJavaType.FLOAT) {
                throw new IllegalArgumentException(
                        "its output is " + features.getInfo().type + " " + Arrays.toString(found)
                                + ", float32 [N, features] is needed: export the encoder with its pooling");
            }
            return features.getFloatBuffer();
        }
    }

    @Override
    public String description() {
        return "onnxruntime " + environment.getVersion() + " cpu fp32";
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close its session: " + e.getMessage(), e);
        }
    }
}
