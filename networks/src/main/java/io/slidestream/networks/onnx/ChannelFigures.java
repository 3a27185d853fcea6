package io.slidestream.networks.onnx;

import java.util.Arrays;

/** The largest number and the mean of each channel of a layer, over pictures and places. */
final class ChannelFigures {
    private final float[] largest;
    private final double[] sums;
    private long count;

    ChannelFigures(int channels) {
        largest = new float[channels];
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        sums = new double[channels];
    }

    /** @param values by picture, channel and place */
    void add(float[] values, int pictures) {
        int places = values.length / (pictures * sums.length);
        for (int i = 0, row = 0; i < values.length; i += places, row++) {
            int channel = row % sums.length;
            double sum = 0;
            for (int place = 0; place < places; place++) {
                float value = values[i + place];
                sum += value;
                largest[channel] = Math.max(largest[channel], value);
            }
            sums[channel] += sum;
        }
        count += (long) pictures * places;
    }

    int channels() {
        return sums.length;
    }

    float largest(int channel) {
        return largest[channel];
    }

    double mean(int channel) {
        return sums[channel] / count;
    }
}
