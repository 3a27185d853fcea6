package io.slidestream.networks.onnx;

import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.familiar.Familiar;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file and what it has to be.
 *
 * @param content what the file would hold, where it need not exist; null: the file is read
 * @param sizePx side of a patch
 * @param temperature what the file's logits are divided by
 * @param familiar what tells the distance of a tile, by the content's {@link FeatureTap}; null: nothing does
 * @param weightsSha256 of the weights it must have been exported from, in hex; null if the file is the weights
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OnnxModel(
        Path file,
        byte @Nullable [] content,
        int sizePx,
        int classCount,
        double temperature,
        @Nullable String weightsSha256,
        @Nullable Familiar familiar) {
    /** The metadata entry of an exported file that names the weights it was made from. */
    static final String WEIGHTS_SHA256 = "slidestream.weights.sha256";
    /** The metadata entry that names the numbers it is computed with; fp32 where there is none. */
    static final String PRECISION = "slidestream.precision";

    /**
     * Checks that an exported file was made of the weights that it lies beside.
     *
     * @param wanted SHA-256 of the weights, in hex
     * @param found what the file names
     * @param precision that it names
     */
    static void checkOrigin(Path file, String wanted, String found, String precision) {
        if (!wanted.equals(found)) {
            throw new IllegalArgumentException(file.getFileName() + " was not made from the model.safetensors beside"
                    + " it; make it anew with `slidestream export "
                    + file.toAbsolutePath().getParent()
                    + (precision.equals(Precision.INT8.label()) ? " --int8 --calibrate TILES" : "") + "`");
        }
    }

    /** A model in a file, without statistics of the tiles it was trained on. */
    public OnnxModel(Path file, int sizePx, int classCount, double temperature, @Nullable String weightsSha256) {
        this(file, null, sizePx, classCount, temperature, weightsSha256, null);
    }

    public OnnxModel {
        if (sizePx < 1 || classCount < 1 || !(temperature > 0)) {
            throw new IllegalArgumentException("sizePx, classCount and temperature must be positive, were " + sizePx
                    + ", " + classCount + ", " + temperature);
        }
    }
}
