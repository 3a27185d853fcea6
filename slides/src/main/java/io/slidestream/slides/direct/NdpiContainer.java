package io.slidestream.slides.direct;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.ScaledCodec;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.jpeg.JpegCodec;
import io.slidestream.slides.jpeg.JpegHead;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.jpeg.JpegTables;
import io.slidestream.slides.jpeg.StripJpegCodec;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.tiff.TiffBytes;
import io.slidestream.slides.tiff.TiffImage;
import io.slidestream.slides.tiff.TiffImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/*
 * A directory has one JPEG for its level. Tags 65426 and 65432 give the place of each restart interval in it, the lower and
 * the upper 32 bits, counted from the JPEG's first byte; the first one's is that of the scan. The frame may give a width of 0
 * or a wrong one, since 16 bits do not hold 70,000; the directory's is right. Low levels have no markers, and are decoded
 * as a whole.
 *
 * OpenSlide makes more levels of each by decoding at a half, a quarter and an eighth; so does this.
 */
/** Hamamatsu's NDPI. */
final class NdpiContainer implements Container {
    private static final String VENDOR = "hamamatsu";

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_BYTE_COUNTS = 279;
    private static final int SOURCE_LENS = 65_421;
    private static final int FOCAL_PLANE = 65_424;
    private static final int STARTS_LOW = 65_426;
    private static final int STARTS_HIGH = 65_432;

    private static final int MAX_HEAD_BYTES = 1 << 16;
    private static final int MAX_STRIPS = 1 << 24;

    /** A level without markers is decoded as a whole up to this size, 64 MB decoded. */
    private static final long MAX_WHOLE_PX = 1L << 24;

    /** Strips are joined to tiles about as high as those of other scanners. */
    private static final int JOINED_PX = 256;

    /** Wide strips are joined to fewer. */
    private static final int MAX_JOINED_TILE_PX = 1 << 20;

    @Override
    public boolean shows(String vendor) {
        return vendor.equals(VENDOR);
    }

    @Override
    public MissingTiles missing(String vendor, int level) {
        return MissingTiles.UNKNOWN;
    }

    @Override
    public List<CodedLevel> levels(SlideBytes file, JpegLibrary library)
            throws IOException, TiffBytes.BeyondEndException {
        List<CodedLevel> levels = new ArrayList<>();
        for (TiffImage image : new TiffImages(file.channel()).ndpi()) {
            boolean level = Float.intBitsToFloat((int) image.raw(SOURCE_LENS, 0)) > 0; // -1 is the overview
            if (level && image.raw(FOCAL_PLANE, 0) == 0) {
                try {
                    add(image, file, library, levels);
                } catch (CodecException e) {
                    // a level of another kind, which is left to OpenSlide
                }
            }
        }
        return levels;
    }

    private static void add(TiffImage image, SlideBytes file, JpegLibrary library, List<CodedLevel> levels)
            throws IOException, TiffBytes.BeyondEndException, CodecException {
        long width = image.raw(WIDTH, 0);
        long height = image.raw(HEIGHT, 0);
        long start = image.raw(STRIP_OFFSETS, 0);
        long bytes = image.raw(STRIP_BYTE_COUNTS, 0);
        long length = file.channel().size();
        boolean inside = start > 0 && bytes > 0 && bytes <= length && start <= length - bytes;
        if (!inside || width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            return;
        }
        JpegHead head = head(file, start, bytes);
        Optional<CodedLevel> base = head.restartInterval() == 0
                ? whole(file, library, head, new long[] {start, start + bytes}, width, height)
                : joined(image, file, library, head, new long[] {start, start + bytes}, width, height);
        base.ifPresent(level -> {
            for (int scale = 1; scale <= library.maxReduction(); scale *= 2) {
                scaled(level, scale).ifPresent(levels::add);
            }
        });
    }

    private static JpegHead head(SlideBytes file, long start, long bytes) throws IOException, CodecException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(MAX_HEAD_BYTES, bytes));
        while (buffer.hasRemaining() && file.channel().read(buffer, start + buffer.position()) > 0) {}
        return JpegHead.of(java.util.Arrays.copyOf(buffer.array(), buffer.position()));
    }

    private static Optional<CodedLevel> whole(
            SlideBytes file, JpegLibrary library, JpegHead head, long[] range, long width, long height)
            throws CodecException {
        if (width * height > MAX_WHOLE_PX || head.saidWidthPx() != width || head.saidHeightPx() != height) {
            return Optional.empty();
        }
        return Optional.of(
                new NdpiWhole(file, (int) width, (int) height, jpeg(library, head), range[0], range[1] - range[0]));
    }

    private static JpegCodec jpeg(JpegLibrary library, JpegHead head) throws CodecException {
        return new JpegCodec(library, JpegTables.of(new byte[0], head.colour()));
    }

    /** Only where each interval is as OpenSlide takes it: whole intervals in a row, whole rows in the level. */
    private static Optional<CodedLevel> joined(
            TiffImage image, SlideBytes file, JpegLibrary library, JpegHead head, long[] range, long width, long height)
            throws IOException, TiffBytes.BeyondEndException, CodecException {
        long stripWidth = (long) head.restartInterval() * head.groupWidthPx();
        int stripHeight = head.groupHeightPx();
        long strips = width / stripWidth * (height / stripHeight);
        if (stripHeight != 8
                || width % stripWidth != 0
                || height % stripHeight != 0
                || stripWidth * stripHeight > MAX_JOINED_TILE_PX
                || strips > MAX_STRIPS
                || !image.isArray(STARTS_LOW, strips)
                || (image.has(STARTS_HIGH) && !image.isArray(STARTS_HIGH, strips))) {
            return Optional.empty();
        }
        long[] low = image.array(STARTS_LOW);
        long[] high = image.array(STARTS_HIGH);
        long[] places = new long[low.length + 1];
        for (int i = 0; i < low.length; i++) {
            places[i] = range[0] + (low[i] | (high.length == 0 ? 0 : high[i] << 32));
        }
        places[0] = range[0] + head.lengthBytes();
        places[low.length] = range[1];
        int joined = stripHeight;
        while (joined < JOINED_PX && 2L * joined * stripWidth <= MAX_JOINED_TILE_PX) {
            joined *= 2;
        }
        TileCodec codec = new StripJpegCodec(jpeg(library, head), head);
        return Optional.of(new NdpiLevel(file, width, height, (int) stripWidth, joined, stripHeight, codec, places));
    }

    private static Optional<CodedLevel> scaled(CodedLevel level, int scale) {
        if (scale == 1) {
            return Optional.of(level);
        }
        if (level.tileWidthPx() % scale != 0 || level.pieceHeightPx() % scale != 0) {
            return Optional.empty();
        }
        TileCodec codec = new ScaledCodec(level.codec(), scale);
        if (level instanceof NdpiLevel joined) {
            return Optional.of(new NdpiLevel(
                    joined.bytes(),
                    joined.widthPx() / scale,
                    joined.heightPx() / scale,
                    joined.tileWidthPx() / scale,
                    joined.tileHeightPx() / scale,
                    joined.stripHeightPx() / scale,
                    codec,
                    joined.strips()));
        }
        NdpiWhole whole = (NdpiWhole) level;
        return Optional.of(new NdpiWhole(
                whole.bytes(),
                whole.tileWidthPx() / scale,
                whole.tileHeightPx() / scale,
                codec,
                whole.start(),
                whole.length()));
    }
}
