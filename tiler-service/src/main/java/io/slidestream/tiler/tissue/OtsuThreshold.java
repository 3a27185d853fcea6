package io.slidestream.tiler.tissue;

/** The grey value that splits a picture into the two most distinct classes (Otsu 1979). */
public final class OtsuThreshold {
    private OtsuThreshold() {}

    /** The darker class is {@code value <= threshold}; 0 where the picture has one value only. */
    public static int of(byte[] values) {
        long[] histogram = new long[256];
        for (byte value : values) {
            histogram[value & 0xFF]++;
        }
        double sum = 0;
        for (int i = 0; i < 256; i++) {
            sum += (double) i * histogram[i];
        }
        double darkCount = 0;
        double darkSum = 0;
        double best = 0;
        int threshold = 0;
        for (int i = 0; i < 255; i++) {
            darkCount += histogram[i];
            darkSum += (double) i * histogram[i];
            double brightCount = values.length - darkCount;
            if (darkCount > 0 && brightCount > 0) {
                double distance = darkSum / darkCount - (sum - darkSum) / brightCount;
                double between = darkCount * brightCount * distance * distance;
                if (between > best) {
                    best = between;
                    threshold = i;
                }
            }
        }
        return threshold;
    }
}
