package io.slidestream.trainer.feed;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.trainer.picture.StainChange;
import io.slidestream.trainer.picture.Symmetry;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a network's input of pixels in one pass: laid in a position, the stain changed, normalised. Safe for concurrent
 * use.
 *
 * <p>All arithmetic on a pixel is by table: a sample's part in each new optical density (made for each picture, 9 × 256
 * numbers), and a density's normalised sample, in steps of 1/1024, which is off by less than an eighth of a grey level.
 * Without a change of stain the result is {@link PatchTransform}'s to the bit.
 */
final class PatchPainter {
    private static final int STEPS = 1024;
    private static final float[] DENSITIES = densities();

    private final int sizePx;
    /** Normalised value of each sample, by channel. */
    private final float[][] ofSample = new float[3][256];
    /** Normalised value of each optical density, by channel and step. */
    private final float[][] ofDensity = new float[3][(int) (STEPS * DENSITIES[0]) + 1];

    PatchPainter(ModelConfig config) {
        sizePx = config.inputSizePx();
        int pixels = sizePx * sizePx;
        float[] patch = new float[3 * pixels];
        PatchTransform transform = new PatchTransform(config);
        PatchLayout layout = new PatchLayout(sizePx, PatchLayout.Order.NCHW);
        int[] grey = new int[pixels];
        for (int sample = 0; sample < 256; sample++) { // the transform itself says what it makes of each
            java.util.Arrays.fill(grey, sample * 0x010101);
            transform.apply(grey, sizePx, sizePx, FloatBuffer.wrap(patch), 0, layout);
            for (int c = 0; c < 3; c++) {
                ofSample[c][sample] = patch[c * pixels];
            }
        }
        for (int c = 0; c < 3; c++) {
            float black = ofSample[c][0];
            float white = ofSample[c][255];
            for (int k = 0; k < ofDensity[c].length; k++) {
                double sample = 256 * Math.exp(-(double) k / STEPS) - 1;
                ofDensity[c][k] = (float) (black + (white - black) * Math.max(0, sample) / 255);
            }
        }
    }

    /**
     * @param rgb three bytes a pixel, of the network's size
     * @param patches gets N×3×height×width; its position and limit are neither used nor changed
     * @param index place of the patch among them
     */
    void paint(byte[] rgb, Symmetry position, @Nullable StainChange stain, FloatBuffer patches, int index) {
        if (rgb.length != 3 * sizePx * sizePx) {
            throw new IllegalArgumentException(
                    "a picture of " + sizePx + " px has " + 3 * sizePx * sizePx + " samples, were " + rgb.length);
        }
        FloatBuffer target = patches.duplicate().clear();
        float[] row = new float[sizePx];
        int[] parts = new int[3 * 256];
        for (int c = 0; c < 3; c++) {
            if (stain != null) {
                fillParts(parts, stain, c);
            }
            for (int y = 0; y < sizePx; y++) {
                int from = 3 * (position.start(sizePx) + y * position.stepDown(sizePx));
                int step = 3 * position.stepRight(sizePx);
                if (stain == null) {
                    copy(rgb, from + c, step, ofSample[c], row);
                } else {
                    stained(rgb, from, step, parts, ofDensity[c], row);
                }
                target.put(((3 * index + c) * sizePx + y) * sizePx, row);
            }
        }
    }

    private static void copy(byte[] rgb, int from, int step, float[] ofSample, float[] row) {
        for (int x = 0, at = from; x < row.length; x++, at += step) {
            row[x] = ofSample[rgb[at] & 0xff];
        }
    }

    private static void stained(byte[] rgb, int from, int step, int[] parts, float[] ofDensity, float[] row) {
        int most = ofDensity.length - 1;
        for (int x = 0, at = from; x < row.length; x++, at += step) {
            int density = parts[rgb[at] & 0xff] + parts[256 + (rgb[at + 1] & 0xff)] + parts[512 + (rgb[at + 2] & 0xff)];
            row[x] = ofDensity[Math.max(0, Math.min(most, density >> 8))];
        }
    }

    /**
     * Fills a channel's parts, in 1/256 of a table's step, so that three of them and the half that rounds add up
     * without a cast.
     */
    private static void fillParts(int[] parts, StainChange stain, int channel) {
        for (int from = 0; from < 3; from++) {
            double factor = stain.matrix()[from][channel] * STEPS * 256;
            double offset = from == 0 ? stain.offset()[channel] * STEPS * 256 + 128 : 0;
            for (int sample = 0; sample < 256; sample++) {
                parts[256 * from + sample] = (int) Math.rint(DENSITIES[sample] * factor + offset);
            }
        }
    }

    private static float[] densities() {
        float[] densities = new float[256];
        for (int sample = 0; sample < 256; sample++) {
            densities[sample] = (float) -Math.log((sample + 1) / 256.0);
        }
        return densities;
    }
}
