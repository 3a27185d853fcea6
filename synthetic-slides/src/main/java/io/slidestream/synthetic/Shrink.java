package io.slidestream.synthetic;

/** Shrinks pictures by a whole factor. */
final class Shrink {
    private Shrink() {}

    /** The mean of each box of {@code factor} pixels a side; what does not fill a box is left out. */
    static int[] boxes(int[] rgb, int widthPx, int factor) {
        int columns = widthPx / factor;
        int rows = rgb.length / widthPx / factor;
        int[] small = new int[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                small[row * columns + column] = mean(rgb, widthPx, column * factor, row * factor, factor);
            }
        }
        return small;
    }

    private static int mean(int[] rgb, int widthPx, int left, int top, int factor) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int y = top; y < top + factor; y++) {
            for (int x = left; x < left + factor; x++) {
                int pixel = rgb[y * widthPx + x];
                red += pixel >> 16 & 255;
                green += pixel >> 8 & 255;
                blue += pixel & 255;
            }
        }
        int number = factor * factor;
        int half = number / 2;
        return ((red + half) / number) << 16 | ((green + half) / number) << 8 | (blue + half) / number;
    }
}
