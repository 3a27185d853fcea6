package io.slidestream.networks.patches;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * Both passes add up whole rows, one weight at a time, in loops that the compiler makes vector instructions of: a pixel's own
 * few weights are too short a loop for it. So the first pass, which is along the rows, is made along the columns of the
 * picture turned on its side; turning it twice costs less than it saves. Integers give the same sums in any order.
 */
/**
 * Pillow's antialiased bilinear resize of 8-bit RGB to a square, bit for bit: along the rows, rounded to 8 bits, then
 * along the columns. An axis whose size does not change is left alone.
 *
 * <p>Keeps the weights of the last size seen, since patches of one slide are of one size. Not safe for concurrent use.
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Resample.c</a>
 */
public final class PillowResize {
    private static final int BLOCK_PX = 16;

    /** How the JVM compiles; the result is the same. */
    enum Compiler {
        /** Makes no vector instructions. */
        QUICK,
        FULL;

        private static final Compiler OURS =
                ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:TieredStopAtLevel=1")
                        ? QUICK
                        : FULL;
    }

    private final int sizePx;
    private final @Nullable PackedSums packed;
    private ResizeAxis horizontal;
    private ResizeAxis vertical;
    private int[] turned = new int[0];
    private int[] turnedRows = new int[0];
    private int[] rows = new int[0];
    private int[] square = new int[0];
    private int[] line = new int[0];
    private int[] red = new int[0];
    private int[] green = new int[0];
    private int[] blue = new int[0];

    public PillowResize(int sizePx) {
        this(sizePx, Compiler.OURS);
    }

    PillowResize(int sizePx, Compiler compiler) {
        this.sizePx = sizePx;
        packed = compiler == Compiler.QUICK ? new PackedSums() : null;
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
        if (packed != null && (horizontal.changes() || vertical.changes())) {
            square = ofLength(square, sizePx * sizePx);
            packed.resize(rgb, widthPx, horizontal, vertical, square);
            return square;
        }
        int[] result = rgb;
        if (horizontal.changes()) {
            turned = ofLength(turned, widthPx * heightPx);
            turnedRows = ofLength(turnedRows, sizePx * heightPx);
            rows = ofLength(rows, sizePx * heightPx);
            turn(rgb, widthPx, heightPx, turned);
            alongColumns(turned, heightPx, horizontal, turnedRows);
            turn(turnedRows, heightPx, sizePx, rows);
            result = rows;
        }
        if (vertical.changes()) {
            square = ofLength(square, sizePx * sizePx);
            alongColumns(result, sizePx, vertical, square);
            result = square;
        }
        return result;
    }

    /** Columns become rows. In blocks, whose lines of either side the nearest cache holds together. */
    private static void turn(int[] source, int width, int height, int[] target) {
        for (int top = 0; top < height; top += BLOCK_PX) {
            int bottom = Math.min(height, top + BLOCK_PX);
            for (int x = 0; x < width; x++) {
                for (int y = top; y < bottom; y++) {
                    target[x * height + y] = source[y * width + x];
                }
            }
        }
    }

    private void alongColumns(int[] source, int width, ResizeAxis axis, int[] target) {
        line = ofLength(line, width);
        red = ofLength(red, width);
        green = ofLength(green, width);
        blue = ofLength(blue, width);
        for (int y = 0; y < axis.targetSize; y++) {
            Arrays.fill(red, ResizeAxis.HALF);
            Arrays.fill(green, ResizeAxis.HALF);
            Arrays.fill(blue, ResizeAxis.HALF);
            for (int k = 0; k < axis.count[y]; k++) {
                System.arraycopy(source, (axis.first[y] + k) * width, line, 0, width);
                add(line, axis.weights[y * axis.stride + k], red, green, blue);
            }
            round(red, green, blue, line);
            System.arraycopy(line, 0, target, y * width, width);
        }
    }

    private static void add(int[] line, int weight, int[] red, int[] green, int[] blue) {
        for (int x = 0; x < line.length; x++) {
            int pixel = line[x];
            red[x] += ((pixel >> 16) & 0xff) * weight;
            green[x] += ((pixel >> 8) & 0xff) * weight;
            blue[x] += (pixel & 0xff) * weight;
        }
    }

    private static void round(int[] red, int[] green, int[] blue, int[] line) {
        for (int x = 0; x < line.length; x++) {
            line[x] = ResizeAxis.toSample(red[x]) << 16
                    | ResizeAxis.toSample(green[x]) << 8
                    | ResizeAxis.toSample(blue[x]);
        }
    }

    private static int[] ofLength(int[] array, int length) {
        return array.length == length ? array : new int[length];
    }
}
