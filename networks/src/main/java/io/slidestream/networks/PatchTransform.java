package io.slidestream.networks;

import io.slidestream.networks.TransformStep.Normalize;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * From a picture's pixels to the network's input, as WSInfer's runner would make it: {@code Resize}, {@code ToTensor},
 * {@code Normalize}.
 *
 * <p>Not safe for concurrent use: it keeps its scratch arrays. Make one for each thread; that costs some hundred
 * kilobytes and no time to speak of.
 */
public final class PatchTransform {
    private final int sizePx;
    /** A sample becomes {@code sample * scale + offset}: ToTensor and Normalize in one step. */
    private final float[] scale = new float[3];

    private final float[] offset = new float[3];
    private final PillowResize resize;
    private final float[] patch;

    public PatchTransform(ModelConfig config) {
        sizePx = config.inputSizePx();
        Normalize normalize = config.step(Normalize.class)
                .orElseGet(() -> new Normalize(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));
        for (int c = 0; c < 3; c++) {
            scale[c] = (float) (1 / (255 * normalize.std().get(c)));
            offset[c] = (float) (-normalize.mean().get(c) / normalize.std().get(c));
        }
        resize = new PillowResize(sizePx);
        patch = new float[3 * sizePx * sizePx];
    }

    /**
     * Puts one patch into a batch. A picture that already has the network's size is not resized.
     *
     * @param rgb {@code widthPx * heightPx} pixels 0xRRGGBB; higher bits are ignored
     * @param target of the whole batch; its position and limit are neither used nor changed
     * @param index place of the patch in the batch
     */
    public void apply(int[] rgb, int widthPx, int heightPx, FloatBuffer target, int index, PatchLayout layout) {
        if (widthPx < 1 || heightPx < 1 || (long) widthPx * heightPx != rgb.length) {
            throw new IllegalArgumentException(
                    "a picture of " + widthPx + "x" + heightPx + " px must have as many pixels, had " + rgb.length);
        }
        if (layout.sizePx() != sizePx) {
            throw new IllegalArgumentException(
                    "this transform makes patches of " + sizePx + " px, the network takes " + layout.sizePx() + " px");
        }
        int[] pixels = resize.toSquare(rgb, widthPx, heightPx);
        switch (layout.order()) {
            case NCHW -> fillPlanes(pixels);
            case NHWC -> fillPixels(pixels);
        }
        target.duplicate().clear().put(index * patch.length, patch);
    }

    private void fillPlanes(int[] pixels) {
        int plane = sizePx * sizePx;
        for (int c = 0; c < 3; c++) {
            fillChannel(pixels, 16 - 8 * c, scale[c], offset[c], c * plane);
        }
    }

    /** One loop per channel and nothing else in it, so that the compiler makes vector instructions of it. */
    private void fillChannel(int[] pixels, int shift, float channelScale, float channelOffset, int start) {
        for (int i = 0; i < pixels.length; i++) {
            patch[start + i] = ((pixels[i] >> shift) & 0xff) * channelScale + channelOffset;
        }
    }

    private void fillPixels(int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            int pixel = pixels[i];
            patch[3 * i] = ((pixel >> 16) & 0xff) * scale[0] + offset[0];
            patch[3 * i + 1] = ((pixel >> 8) & 0xff) * scale[1] + offset[1];
            patch[3 * i + 2] = (pixel & 0xff) * scale[2] + offset[2];
        }
    }
}
