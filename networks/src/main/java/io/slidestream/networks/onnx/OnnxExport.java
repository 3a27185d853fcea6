package io.slidestream.networks.onnx;

import io.slidestream.contracts.files.DraftFolder;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ExternalData;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.dl4j.Dl4jEngine;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.InferenceEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A bundle's {@code model.onnx} in the making: lies in a hidden folder of the bundle, is shown the same pictures as Deeplearning4j's
 * network, and becomes the bundle's only if the two agree. A network that Deeplearning4j does not compute has nothing to be held
 * against. What is not published is deleted on close.
 *
 * <p>The model's id stays, since it is a hash of the configuration and the weights.
 */
public final class OnnxExport implements AutoCloseable {
    /** The largest difference of a logit that is let through, in parts of the largest logit where that is above 1. */
    public static final double TOLERANCE = 1e-4;

    private static final int BATCH = 16;
    private static final int RANDOM_PATCHES = 64;
    private static final long SEED = 1;

    private final ModelBundle bundle;
    private final DraftFolder folder;
    private final Path draft;
    private final @Nullable InferenceEngine dl4j;
    private final InferenceEngine onnx;
    private final @Nullable EngineComparison comparison;

    /**
     * Writes the draft and opens both engines.
     *
     * @param threads of each engine
     * @throws ModelBundleException if the bundle has no weights or the disk refuses
     */
    @SuppressWarnings("MustBeClosedChecker") // both engines are closed by close()
    public OnnxExport(ModelBundle bundle, int threads) {
        this(bundle, threads, OnnxFile.MOST_BYTES);
    }

    /** @param most bytes of numbers in one file */
    @SuppressWarnings("MustBeClosedChecker") // both engines are closed by close()
    OnnxExport(ModelBundle bundle, int threads, long most) {
        this.bundle = bundle;
        try {
            folder = DraftFolder.of(bundle.onnxFile());
        } catch (IOException e) {
            throw failure("cannot write", e);
        }
        draft = folder.path().resolve(bundle.onnxFile().getFileName());
        try {
            OnnxFile.write(draft, bundle.config().inputSizePx(), bundle.weights(), bundle.weightsSha256(), most);
        } catch (OutOfMemoryError e) {
            deleteDraft();
            throw new ModelBundleException("cannot write model.onnx in " + bundle.called() + ": its weights need more"
                    + " memory than there is (JAVA_TOOL_OPTIONS=-Xmx8g gives more)");
        } catch (IllegalArgumentException e) {
            deleteDraft();
            throw bundle.unusable(e);
        } catch (IOException e) {
            deleteDraft();
            throw failure("cannot write", e);
        }
        dl4j = bundle.network().hasTokens() ? null : Dl4jEngine.open(bundle, BATCH, threads, Device.CPU);
        try {
            onnx = OnnxBundle.open(bundle, draft, BATCH, threads);
        } catch (RuntimeException e) {
            if (dl4j != null) {
                dl4j.close();
            }
            deleteDraft();
            throw e;
        }
        comparison = dl4j == null ? null : new EngineComparison(bundle.config(), dl4j, onnx);
    }

    /**
     * Compares the engines on one more picture.
     *
     * @param rgb pixels 0xRRGGBB
     */
    public void compare(int[] rgb, int widthPx, int heightPx) {
        if (comparison != null) {
            comparison.add(rgb, widthPx, heightPx);
        }
    }

    /**
     * Compares the engines on random pictures too, puts the file into the bundle and the agreement into metrics.json.
     *
     * @throws ModelBundleException if the engines disagree by more than {@link #TOLERANCE}; the bundle stays as it was
     */
    public Agreement publish() {
        compareRandomPictures();
        Agreement agreement = comparison == null ? Agreement.NONE : comparison.agreement();
        if (!(agreement.maxAbsDifference() <= TOLERANCE)) {
            throw new ModelBundleException("model.onnx of " + bundle.called() + " is not written: Deeplearning4j and"
                    + " ONNX Runtime differ by " + agreement.maxAbsDifference() + " in a logit over "
                    + agreement.patches() + " patches, allowed is " + TOLERANCE);
        }
        try {
            Path numbers = ExternalData.ownOf(draft);
            long bytes = Files.size(draft);
            if (Files.exists(numbers)) { // first, so that there is no time at which the other lacks it
                bytes += Files.size(numbers);
                Files.move(numbers, ExternalData.ownOf(bundle.onnxFile()), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(draft, bundle.onnxFile(), StandardCopyOption.REPLACE_EXISTING);
            OnnxMetrics.record(bundle.folder(), agreement, bytes);
        } catch (IOException e) {
            throw failure("cannot write", e);
        }
        return agreement;
    }

    @Override
    public void close() {
        onnx.close();
        if (dl4j != null) {
            dl4j.close();
        }
        deleteDraft();
    }

    /** Compares the engines on random pictures, from noise to a few flat fields; real tiles lie in between. */
    private void compareRandomPictures() {
        Random random = new Random(SEED);
        int side = bundle.config().patchSizePx();
        int[] rgb = new int[side * side];
        for (int patch = 0; patch < RANDOM_PATCHES; patch++) {
            int block = 1 << (2 * (patch % 4));
            int columns = (side + block - 1) / block;
            int[] colours = random.ints((long) columns * columns, 0, 1 << 24).toArray();
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = colours[(i / side / block) * columns + (i % side) / block];
            }
            compare(rgb, side, side);
        }
    }

    private void deleteDraft() {
        try {
            folder.close();
        } catch (IOException e) {
            throw failure("cannot delete the unfinished file of", e);
        }
    }

    private ModelBundleException failure(String what, IOException cause) {
        return new ModelBundleException(
                what + " model.onnx in " + bundle.called() + ": " + FileFault.words(cause), cause);
    }
}
