package io.slidestream.networks.patches;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/**
 * Makes a picture's pixels the network's input, as WSInfer's runner would: {@code Resize}, {@code ToTensor}, {@code
 * Normalize}.
 *
 * <p>Not safe for concurrent use: it keeps its scratch arrays. Make one for each thread; that costs some hundred
 * kilobytes and no time to speak of.
 */
public final class PatchTransform {
    private final int sizePx;
    /** What each sample of each channel becomes, by ToTensor and Normalize; looked up in a third of the time that it takes to compute. */
    private final float[][] normalized = new float[3][256];

    private final PillowResize resize;
    private final int[] pixels;
    private final float[] row;

    public PatchTransform(ModelConfig config) {
        sizePx = config.inputSizePx();
        Normalize normalize = config.step(Normalize.class)
                .orElseGet(() -> new Normalize(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));
        for (int c = 0; c < 3; c++) {
            float scale = (float) (1 / (255 * normalize.std().get(c)));
            float offset = (float) (-normalize.mean().get(c) / normalize.std().get(c));
            for (int sample = 0; sample < 256; sample++) {
                normalized[c][sample] = sample * scale + offset;
            }
        }
        resize = new PillowResize(sizePx);
        pixels = new int[sizePx];
        row = new float[3 * sizePx];
    }

    /** Side of the network's input. */
    public int sizePx() {
        return sizePx;
    }

    /**
     * Puts one patch into a batch. A picture that already has the network's size is not resized.
     *
     * @param rgb {@code widthPx * heightPx} pixels 0xRRGGBB; higher bits are ignored
     * @param target of the whole batch; its position and limit are neither used nor changed
     * @param index place of the patch in the batch
     */
    public void apply(int[] rgb, int widthPx, int heightPx, FloatBuffer target, int index, PatchLayout layout) {
        checkPicture(rgb, widthPx, heightPx);
        checkLayout(layout);
        putSquare(resize.toSquare(rgb, widthPx, heightPx), whole(target), index, layout);
    }

    /**
     * Puts one patch into a batch from a rectangle of a picture that was decoded at reduced size. The decoder leaves out
     * what is too fine and does not blur what stays, so the resize must, to give what a resize of the full picture gives.
     *
     * @param source of the patch in the picture; its edges may lie within pixels
     */
    public void applyReduced(
            int[] rgb, int widthPx, int heightPx, SourceBox source, FloatBuffer target, int index, PatchLayout layout) {
        checkPicture(rgb, widthPx, heightPx);
        checkLayout(layout);
        putSquare(
                resize.toSquare(rgb, widthPx, heightPx, source, ResizeAxis.Kernel.STEADY),
                whole(target),
                index,
                layout);
    }

    /**
     * Puts pixels side by side into a patch, of a picture that has the network's size already: no resize, and no copy but
     * the one into the batch.
     *
     * @param x of the first pixel
     * @param rgb {@code 0xRRGGBB}; higher bits are ignored
     * @param from place of the first pixel in the buffer, whose position and limit are neither used nor changed
     */
    public void put(
            int x, int y, IntBuffer rgb, int from, int count, FloatBuffer target, int index, PatchLayout layout) {
        checkLayout(layout);
        rgb.get(from, pixels, 0, count);
        putRow(pixels, 0, count, x, y, whole(target), index, layout);
    }

    private static FloatBuffer whole(FloatBuffer target) {
        return target.limit() == target.capacity() ? target : target.duplicate().clear();
    }

    private void putSquare(int[] square, FloatBuffer target, int index, PatchLayout layout) {
        for (int y = 0; y < sizePx; y++) {
            putRow(square, y * sizePx, sizePx, 0, y, target, index, layout);
        }
    }

    /** One row at a time: the floats are still in the processor's nearest cache when they go to the batch. */
    private void putRow(
            int[] rgb, int from, int count, int x, int y, FloatBuffer target, int index, PatchLayout layout) {
        int start = index * layout.floatsPerPatch();
        int at = y * sizePx + x;
        switch (layout.order()) {
            case NCHW -> {
                for (int c = 0; c < 3; c++) {
                    fillChannel(rgb, from, count, 16 - 8 * c, normalized[c], row);
                    target.put(start + c * sizePx * sizePx + at, row, 0, count);
                }
            }
            case NHWC -> {
                fillPixels(rgb, from, count);
                target.put(start + 3 * at, row, 0, 3 * count);
            }
        }
    }

    private static void fillChannel(int[] rgb, int from, int count, int shift, float[] normalized, float[] row) {
        for (int i = 0; i < count; i++) {
            row[i] = normalized[(rgb[from + i] >> shift) & 0xff];
        }
    }

    private void fillPixels(int[] rgb, int from, int count) {
        float[] red = normalized[0];
        float[] green = normalized[1];
        float[] blue = normalized[2];
        int at = 0;
        for (int i = from; i < from + count; i++) {
            int pixel = rgb[i];
            row[at++] = red[(pixel >> 16) & 0xff];
            row[at++] = green[(pixel >> 8) & 0xff];
            row[at++] = blue[pixel & 0xff];
        }
    }

    private static void checkPicture(int[] rgb, int widthPx, int heightPx) {
        if (widthPx < 1 || heightPx < 1 || (long) widthPx * heightPx != rgb.length) {
            throw new IllegalArgumentException(
                    "a picture of " + widthPx + "x" + heightPx + " px must have as many pixels, had " + rgb.length);
        }
    }

    private void checkLayout(PatchLayout layout) {
        if (layout.sizePx() != sizePx) {
            throw new IllegalArgumentException(
                    "this transform makes patches of " + sizePx + " px, the network takes " + layout.sizePx() + " px");
        }
    }
}
