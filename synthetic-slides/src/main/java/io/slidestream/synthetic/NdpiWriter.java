package io.slidestream.synthetic;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/*
 * A level is one JPEG whose restart intervals are strips as wide as a tile of the shape and one row of blocks high. Each strip
 * is encoded by itself and its scan is taken over: an interval begins anew in every respect. Directories follow their
 * level's bytes, so that a reader of 32-bit offsets finds them within 4 GB.
 */
/** Writes a slide as Hamamatsu's NDPI. The sides are rounded down to whole tiles; the lowest levels have no markers. */
public final class NdpiWriter implements AutoCloseable {
    /** Levels no larger than this are one JPEG without restart markers. */
    private static final int MAX_WHOLE_SIDE_PX = 1024;

    private static final int RESTART = 0xd0;

    private final SlideShape shape;
    private final PixelSource source;
    private final FileChannel file;
    private final OutputStream out;
    private final StripEncoding encoding;
    private long position;

    private NdpiWriter(SlideShape shape, PixelSource source, Path path) throws IOException {
        this.shape = shape;
        this.source = source;
        encoding = new StripEncoding(shape.jpeg());
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
    }

    /** @throws IllegalArgumentException if the shape cannot be had as an NDPI */
    public static void write(SlideShape shape, PixelSource source, Path path) throws IOException {
        if (shape.jpeg().colour() == JpegColour.RGB || !TurboJpegLibrary.present()) {
            throw new IllegalArgumentException("an NDPI is of YCbCr, and written with libturbojpeg alone");
        }
        if (shape.widthPx() < shape.tilePx() || shape.heightPx() < shape.tilePx()) {
            throw new IllegalArgumentException("an NDPI is at least one tile wide and high");
        }
        try (NdpiWriter writer = new NdpiWriter(shape, source, path)) {
            writer.write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void write() throws IOException {
        append(NdpiDirectory.header());
        long link = NdpiDirectory.FIRST_LINK;
        int width = shape.widthPx() / shape.tilePx() * shape.tilePx();
        int height = shape.heightPx() / shape.tilePx() * shape.tilePx();
        int[] below = new int[width / Mosaic.STEP * (height / Mosaic.STEP)];
        link = close(new NdpiDirectory(shape.mpp(), 0, width, height), level0(width, height, below), link);
        for (int level = 1; level < shape.levels(); level++) {
            width /= Mosaic.STEP;
            height /= Mosaic.STEP;
            NdpiDirectory directory = new NdpiDirectory(shape.mpp(), level, width, height);
            link = close(directory, reduced(below, width, height), link);
            below = level + 1 < shape.levels() ? Shrink.boxes(below, width, Mosaic.STEP) : below;
        }
        close(NdpiDirectory.macro(width, height), whole(below, width, height), link);
        out.flush();
    }

    /** Bytes of a JPEG, and the strips in it; none where it has no markers. */
    private record Written(long start, long end, long[] strips) {}

    private long close(NdpiDirectory directory, Written jpeg, long link) throws IOException {
        byte[] values = directory.values(position, jpeg.start(), jpeg.end(), jpeg.strips());
        append(values);
        long place = position;
        append(directory.entries());
        out.flush();
        file.write(NdpiDirectory.link(place), link);
        return place + directory.linkAt();
    }

    private Written level0(int width, int height, int[] below) throws IOException {
        int tilePx = shape.tilePx();
        int columns = width / tilePx;
        long start = position;
        append(encoding.head(width, height, tilePx));
        Strips strips = new Strips(start, columns * (height / StripEncoding.ROWS));
        for (int row = 0; row < height / tilePx; row++) {
            int tileRow = row;
            List<byte[][]> encoded = IntStream.range(0, columns)
                    .parallel()
                    .mapToObj(column -> column(column, tileRow, below, width / Mosaic.STEP))
                    .toList();
            for (int strip = 0; strip < tilePx / StripEncoding.ROWS; strip++) {
                for (byte[][] column : encoded) {
                    strips.add(column[strip]);
                }
            }
        }
        return new Written(start, position, strips.offsets);
    }

    /** The scans of a tile's strips; also draws the tile on the level below. */
    private byte[][] column(int column, int row, int[] below, int belowWidth) {
        int tilePx = shape.tilePx();
        int[] tile = new int[tilePx * tilePx];
        try (TileEncoder encoder = encoding.newEncoder()) {
            source.tile(column, row, tile);
            int[] small = Shrink.boxes(tile, tilePx, Mosaic.STEP);
            int side = tilePx / Mosaic.STEP;
            for (int y = 0; y < side; y++) {
                System.arraycopy(small, y * side, below, (row * side + y) * belowWidth + column * side, side);
            }
            return scans(encoder, tile, tilePx);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[][] scans(TileEncoder encoder, int[] rgb, int widthPx) throws IOException {
        int pixels = widthPx * StripEncoding.ROWS;
        byte[][] scans = new byte[rgb.length / pixels][];
        for (int i = 0; i < scans.length; i++) {
            int[] strip = java.util.Arrays.copyOfRange(rgb, i * pixels, (i + 1) * pixels);
            scans[i] = StripEncoding.scan(encoder.encode(strip, widthPx, StripEncoding.ROWS));
        }
        return scans;
    }

    private Written reduced(int[] rgb, int width, int height) throws IOException {
        int stripPx = encoding.stripPx(width, shape.tilePx());
        if (Math.max(width, height) <= MAX_WHOLE_SIDE_PX || stripPx == 0 || height % StripEncoding.ROWS != 0) {
            return whole(rgb, width, height);
        }
        long start = position;
        append(encoding.head(width, height, stripPx));
        Strips strips = new Strips(start, width / stripPx * (height / StripEncoding.ROWS));
        try (TileEncoder encoder = encoding.newEncoder()) {
            int[] strip = new int[stripPx * StripEncoding.ROWS];
            for (int row = 0; row < height; row += StripEncoding.ROWS) {
                for (int x = 0; x < width; x += stripPx) {
                    for (int y = 0; y < StripEncoding.ROWS; y++) {
                        System.arraycopy(rgb, (row + y) * width + x, strip, y * stripPx, stripPx);
                    }
                    strips.add(StripEncoding.scan(encoder.encode(strip, stripPx, StripEncoding.ROWS)));
                }
            }
        }
        return new Written(start, position, strips.offsets);
    }

    private Written whole(int[] rgb, int width, int height) throws IOException {
        long start = position;
        try (TileEncoder encoder = encoding.newEncoder()) {
            append(encoder.encode(rgb, width, height));
        }
        return new Written(start, position, new long[0]);
    }

    private void append(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    /** Appends scans with their markers and remembers where they begin, from the JPEG's first byte on. */
    private final class Strips {
        private final long start;
        private final long[] offsets;
        private int count;

        Strips(long start, int number) {
            this.start = start;
            offsets = new long[number];
        }

        void add(byte[] scan) throws IOException {
            offsets[count] = position - start;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(scan.length + 2);
            bytes.writeBytes(scan);
            bytes.write(0xff);
            bytes.write(++count == offsets.length ? 0xd9 : RESTART + (count - 1) % 8);
            append(bytes.toByteArray());
        }
    }
}
