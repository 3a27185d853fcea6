package io.slidestream.networks;

/**
 * Pillow's antialiased bilinear resize of 8-bit RGB to a square, bit for bit: along the rows, rounded to 8 bits, then
 * along the columns. An axis whose size does not change is left alone.
 *
 * <p>Keeps the weights of the last size seen, since patches of one slide are of one size. Not safe for concurrent use.
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Resample.c</a>
 */
public final class PillowResize {
    private final int sizePx;
    private ResizeAxis horizontal;
    private ResizeAxis vertical;
    private int[] rows = new int[0];
    private int[] square = new int[0];

    public PillowResize(int sizePx) {
        this.sizePx = sizePx;
        horizontal = new ResizeAxis(sizePx, 0, sizePx, sizePx, ResizeAxis.Kernel.TRIANGLE);
        vertical = horizontal;
    }

    /** The picture in the square's size: the argument itself or an array that the next call overwrites. */
    public int[] toSquare(int[] rgb, int widthPx, int heightPx) {
        return toSquare(rgb, widthPx, heightPx, new SourceBox(0, 0, widthPx, heightPx), ResizeAxis.Kernel.TRIANGLE);
    }

    /** The box in the square's size, as Pillow's {@code resize} has it with its argument {@code box}. */
    int[] toSquare(int[] rgb, int widthPx, int heightPx, SourceBox source, ResizeAxis.Kernel kernel) {
        if (!horizontal.isOf(widthPx, source.left(), source.width(), kernel)) {
            horizontal = new ResizeAxis(widthPx, source.left(), source.width(), sizePx, kernel);
        }
        if (!vertical.isOf(heightPx, source.top(), source.height(), kernel)) {
            vertical = new ResizeAxis(heightPx, source.top(), source.height(), sizePx, kernel);
        }
        int[] result = rgb;
        if (horizontal.changes()) {
            rows = ofLength(rows, sizePx * heightPx);
            alongRows(rgb, heightPx);
            result = rows;
        }
        if (vertical.changes()) {
            square = ofLength(square, sizePx * sizePx);
            alongColumns(result);
            result = square;
        }
        return result;
    }

    private void alongRows(int[] source, int heightPx) {
        ResizeAxis axis = horizontal;
        for (int y = 0; y < heightPx; y++) {
            int row = y * axis.sourceSize;
            for (int x = 0; x < sizePx; x++) {
                rows[y * sizePx + x] = weighted(source, row + axis.first[x], 1, axis, x);
            }
        }
    }

    private void alongColumns(int[] source) {
        ResizeAxis axis = vertical;
        for (int y = 0; y < sizePx; y++) {
            int firstRow = axis.first[y] * sizePx;
            for (int x = 0; x < sizePx; x++) {
                square[y * sizePx + x] = weighted(source, firstRow + x, sizePx, axis, y);
            }
        }
    }

    private static int weighted(int[] source, int start, int step, ResizeAxis axis, int target) {
        int red = ResizeAxis.HALF;
        int green = ResizeAxis.HALF;
        int blue = ResizeAxis.HALF;
        int at = start;
        int weightsAt = target * axis.stride;
        for (int k = 0; k < axis.count[target]; k++) {
            int weight = axis.weights[weightsAt + k];
            int pixel = source[at];
            red += ((pixel >> 16) & 0xff) * weight;
            green += ((pixel >> 8) & 0xff) * weight;
            blue += (pixel & 0xff) * weight;
            at += step;
        }
        return ResizeAxis.toSample(red) << 16 | ResizeAxis.toSample(green) << 8 | ResizeAxis.toSample(blue);
    }

    private static int[] ofLength(int[] array, int length) {
        return array.length == length ? array : new int[length];
    }
}
