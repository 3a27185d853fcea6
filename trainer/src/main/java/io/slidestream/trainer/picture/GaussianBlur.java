package io.slidestream.trainer.picture;

/** Blurs pictures, rows first and then columns. Pixels outside are those at the edge. */
final class GaussianBlur {
    private GaussianBlur() {}

    static TilePicture of(TilePicture picture, double sigmaPx) {
        double[] kernel = kernel(sigmaPx);
        int width = picture.widthPx();
        int height = picture.heightPx();
        int[] rgb = new int[width * height];
        double[] samples = new double[width * height];
        for (int shift = 0; shift <= 16; shift += 8) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (picture.rgb()[i] >> shift) & 0xff;
            }
            double[] blurred = along(along(samples, width, height, kernel, 1), width, height, kernel, width);
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] |= (int) Math.round(blurred[i]) << shift;
            }
        }
        return new TilePicture(width, height, rgb);
    }

    /** @param stride 1 to blur along the rows, the width to blur along the columns */
    private static double[] along(double[] samples, int width, int height, double[] kernel, int stride) {
        int reach = kernel.length / 2;
        int length = stride == 1 ? width : height;
        double[] blurred = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            int place = stride == 1 ? i % width : i / width;
            int origin = i - place * stride;
            double sum = 0;
            for (int k = -reach; k <= reach; k++) {
                int from = Math.max(0, Math.min(length - 1, place + k));
                sum += kernel[k + reach] * samples[origin + from * stride];
            }
            blurred[i] = sum;
        }
        return blurred;
    }

    private static double[] kernel(double sigmaPx) {
        int reach = (int) Math.ceil(3 * sigmaPx);
        double[] kernel = new double[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            kernel[k + reach] = Math.exp(-k * k / (2 * sigmaPx * sigmaPx));
            sum += kernel[k + reach];
        }
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] /= sum;
        }
        return kernel;
    }
}
