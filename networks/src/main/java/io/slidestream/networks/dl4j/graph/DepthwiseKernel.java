package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.graph.Window;
import java.nio.FloatBuffer;

/**
 * Convolution of each channel by itself, on pictures [height, width, channels]. ND4J's own, in NHWC and without oneDNN, takes a
 * second and a half for a picture of MobileNetV2; here the channels of a pixel are one loop of vector instructions.
 *
 * <p>Keeps scratch arrays: for one thread. Each picture is computed by itself, so its numbers do not depend on its company.
 */
final class DepthwiseKernel {
    private final Window window;
    private final int height;
    private final int width;
    private final int channels;
    private final int columns;
    /** [place in the window][channel]. */
    private final float[][] weights;

    private final float[] bias;
    private final float[] row;
    private final float[] sums;

    /**
     * @param weight [channels, 1, height of the window, its width]
     * @param height of a picture
     * @param width of a picture
     */
    DepthwiseKernel(Window window, float[] weight, float[] bias, int height, int width) {
        this.window = window;
        this.height = height;
        this.width = width;
        this.channels = bias.length;
        this.columns = window.columns(width);
        this.bias = bias;
        int places = window.height() * window.width();
        weights = new float[places][channels];
        for (int place = 0; place < places; place++) {
            for (int c = 0; c < channels; c++) {
                weights[place][c] = weight[c * places + place];
            }
        }
        row = new float[width * channels];
        sums = new float[columns * channels];
    }

    /** Convolves one picture, {@code index}-th of those that lie one after the other. */
    void convolve(FloatBuffer pictures, int index, FloatBuffer outputs) {
        int picture = index * height * width * channels;
        int rows = window.rows(height);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                System.arraycopy(bias, 0, sums, x * channels, channels);
            }
            for (int ky = 0; ky < window.height(); ky++) {
                int from = y * window.stride() - window.top() + ky * window.dilation();
                if (from >= 0 && from < height) {
                    pictures.get(picture + from * width * channels, row);
                    addRow(ky);
                }
            }
            outputs.put((index * rows + y) * columns * channels, sums);
        }
    }

    private void addRow(int ky) {
        for (int x = 0; x < columns; x++) {
            for (int kx = 0; kx < window.width(); kx++) {
                int from = x * window.stride() - window.left() + kx * window.dilation();
                if (from >= 0 && from < width) {
                    addProducts(sums, x * channels, row, from * channels, weights[ky * window.width() + kx], channels);
                }
            }
        }
    }

    private static void addProducts(float[] sums, int at, float[] row, int from, float[] weights, int channels) {
        for (int c = 0; c < channels; c++) {
            sums[at + c] += row[from + c] * weights[c];
        }
    }
}
