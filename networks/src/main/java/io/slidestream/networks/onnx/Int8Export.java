package io.slidestream.networks.onnx;

import io.slidestream.contracts.files.DraftFolder;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Place;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import onnx.Onnx;

/**
 * A bundle's {@code model.int8.onnx} in the making: ranges of all activations, and corrections of the biases, are taken
 * from one part of some labelled tiles; then the network of bytes has to prove itself against
 * {@code model.onnx} on the other part.
 *
 * <p>The model's id stays, since it is a hash of the configuration and the weights.
 */
public final class Int8Export {
    /** The largest loss of accuracy on the held-out tiles that is let through: one point. */
    public static final double MOST_ACCURACY_LOST = 0.01;
    /** The least share of held-out tiles to which both networks must give the same class. */
    public static final double LEAST_AGREEMENT = 0.95;
    /** Least number of held-out tiles from which anything can be concluded. */
    public static final int LEAST_TILES = 100;

    private static final int BATCH = 32;

    private final ModelBundle bundle;
    private final int threads;
    private final Onnx.GraphProto network;
    private final DraftFolder folder;
    private final Path draft;

    private Int8Export(ModelBundle bundle, Map<String, Tensor> weights, int threads) {
        this.bundle = bundle;
        this.threads = threads;
        network = OnnxFile.graph(bundle.config().inputSizePx(), weights);
        try {
            folder = DraftFolder.of(bundle.int8File());
        } catch (IOException e) {
            throw failure("write", bundle, e);
        }
        draft = folder.path().resolve(bundle.int8File().getFileName());
    }

    /**
     * Writes the file into a bundle that has its model.onnx, and the figures into metrics.json.
     *
     * @param tiles labelled in the order of the model's classes
     * @param threads of each engine
     * @throws ModelBundleException if there are too few tiles, or the network of bytes is too far from that of floats;
     *     the bundle stays as it was
     */
    public static Int8Report publish(ModelBundle bundle, List<? extends LabelledPicture> tiles, int threads) {
        return publish(bundle, bundle.weights(), tiles, threads);
    }

    /** @param weights the file's, so that a test can have others than the bundle's */
    static <P extends LabelledPicture> Int8Report publish(
            ModelBundle bundle, Map<String, Tensor> weights, List<P> tiles, int threads) {
        if (bundle.network().hasTokens()) {
            throw new ModelBundleException("model.int8.onnx of " + bundle.called() + " is not made: a "
                    + bundle.network().family() + " is not quantised here, fp32 is what there is");
        }
        if (tiles.size() < LEAST_TILES) {
            throw new ModelBundleException("model.int8.onnx of " + bundle.called() + " needs at least " + LEAST_TILES
                    + " labelled tiles, to calibrate on some and to measure on the others; there are " + tiles.size());
        }
        Int8Export export = new Int8Export(bundle, weights, threads);
        try {
            return export.publish(CalibrationSplit.of(tiles));
        } catch (IOException e) {
            throw failure("write", bundle, e);
        } finally {
            export.delete();
        }
    }

    /**
     * Writes the file of a bundle whose answers do not matter: ranges are taken from a few pictures, biases are not corrected, and nothing
     * is compared.
     */
    public static void unproven(ModelBundle bundle, List<? extends LabelledPicture> pictures, int threads) {
        Int8Export export = new Int8Export(bundle, bundle.weights(), threads);
        try {
            export.calibrate(pictures, Biases.AS_THEY_ARE);
            Files.move(export.draft, bundle.int8File(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure("write", bundle, e);
        } finally {
            export.delete();
        }
    }

    private enum Biases {
        CORRECTED,
        AS_THEY_ARE
    }

    private Int8Report publish(CalibrationSplit<? extends LabelledPicture> split) throws IOException {
        calibrate(split.calibration(), Biases.CORRECTED);
        Probabilities expected;
        try (InferenceEngine engine = OnnxBundle.open(bundle, Precision.FP32, BATCH, threads, Place.CPU)) {
            expected = Probabilities.of(engine, bundle.config(), split.heldOut());
        }
        Probabilities found = probabilities(split.heldOut());
        Int8Report report = new Int8Report(
                found.accuracy(split.heldOut()),
                expected.accuracy(split.heldOut()),
                found.agreement(expected),
                found.meanAbsDifference(expected),
                split.heldOut().size(),
                split.calibration().size(),
                Files.size(draft));
        check(report);
        Files.move(draft, bundle.int8File(), StandardCopyOption.REPLACE_EXISTING);
        OnnxMetrics.record(bundle.folder(), report);
        return report;
    }

    private void calibrate(List<? extends LabelledPicture> tiles, Biases biases) throws IOException {
        String classifier = bundle.network().classifier();
        List<String> names = Int8Graph.activations(network, classifier);
        Activations activations = new Activations(bundle.config(), tiles, threads);
        Onnx.GraphProto equalized = Equalization.of(network, activations.channels(network, names));
        Map<String, ValueRange> ranges = new HashMap<>();
        activations.histograms(equalized, names).forEach((name, seen) -> ranges.put(name, LeastError.of(seen)));
        ranges.put(OnnxGraph.INPUT, input(bundle.config()));
        UnaryOperator<Onnx.GraphProto> inBytes = graph -> Int8Graph.of(graph, classifier, ranges);
        Onnx.GraphProto corrected = switch (biases) {
            case CORRECTED -> new BiasCorrection(activations, inBytes).of(equalized);
            case AS_THEY_ARE -> equalized;
        };
        OnnxFile.write(draft, inBytes.apply(corrected), bundle.weightsSha256(), Precision.INT8);
    }

    private Probabilities probabilities(List<? extends LabelledPicture> tiles) {
        try (InferenceEngine engine = OnnxBundle.open(bundle, draft, BATCH, threads)) {
            return Probabilities.of(engine, bundle.config(), tiles);
        }
    }

    /** Range of the network's input, which follows from the transform without calibration. */
    private static ValueRange input(ModelConfig config) {
        double min = 0;
        double max = 0;
        Normalize none = new Normalize(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        Normalize normalize = config.transform().stream()
                .filter(Normalize.class::isInstance)
                .map(Normalize.class::cast)
                .findFirst()
                .orElse(none);
        for (int channel = 0; channel < 3; channel++) {
            double mean = normalize.mean().get(channel);
            double deviation = normalize.std().get(channel);
            min = Math.min(min, -mean / deviation);
            max = Math.max(max, (1 - mean) / deviation);
        }
        return new ValueRange((float) min, (float) max);
    }

    private void check(Int8Report report) {
        boolean accurate = report.accuracy() >= report.fp32Accuracy() - MOST_ACCURACY_LOST;
        if (!accurate || !(report.agreement() >= LEAST_AGREEMENT)) {
            throw new ModelBundleException(String.format(
                    Locale.ROOT,
                    "model.int8.onnx of %s is not written: on %d held-out tiles its accuracy is %.4f and that of"
                            + " model.onnx %.4f, at most %.2f less is allowed; both agree on %.4f of the classes, at"
                            + " least %.2f is needed. More tiles of all classes to calibrate on may help.",
                    bundle.called(),
                    report.heldOut(),
                    report.accuracy(),
                    report.fp32Accuracy(),
                    MOST_ACCURACY_LOST,
                    report.agreement(),
                    LEAST_AGREEMENT));
        }
    }

    private void delete() {
        try {
            folder.close();
        } catch (IOException e) {
            throw failure("delete the unfinished", bundle, e);
        }
    }

    private static ModelBundleException failure(String what, ModelBundle bundle, IOException cause) {
        return new ModelBundleException(
                "cannot " + what + " model.int8.onnx in " + bundle.called() + ": " + FileFault.words(cause), cause);
    }
}
