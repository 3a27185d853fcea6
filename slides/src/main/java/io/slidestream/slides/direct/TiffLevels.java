package io.slidestream.slides.direct;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.jpeg.JpegCodec;
import io.slidestream.slides.jpeg.JpegColour;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.jpeg.JpegTables;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.tiff.TiffBytes;
import io.slidestream.slides.tiff.TiffField;
import io.slidestream.slides.tiff.TiffInspection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the directories of a TIFF that hold JPEG tiles. The file has passed {@link TiffInspection}, so the chain ends and
 * what it announces lies inside the file; nothing here allocates more than the file's own arrays.
 */
public final class TiffLevels {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int PLANES = 284;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTE_COUNTS = 325;
    private static final int JPEG_TABLES = 347;
    private static final int JPEG = 7;

    private final SlideBytes file;
    private final JpegLibrary library;
    private final TiffBytes bytes;

    /** @param file owned by the caller; what the levels read from */
    public TiffLevels(SlideBytes file, JpegLibrary library) throws IOException {
        this.file = file;
        this.library = library;
        this.bytes = new TiffBytes(file.channel());
    }

    /** The levels, in the order of the file, that hold JPEG tiles of a kind the decoders know. */
    public List<CodedLevel> levels() throws IOException, TiffBytes.BeyondEndException {
        List<CodedLevel> levels = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long offset = bytes.firstDirectory();
        while (offset != 0 && seen.add(offset)) {
            Map<Integer, TiffField> fields = new HashMap<>();
            long next = bytes.directory(offset, field -> fields.put(field.tag(), field));
            level(fields).ifPresent(levels::add);
            offset = bytes.offset(next);
        }
        return levels;
    }

    private Optional<CodedLevel> level(Map<Integer, TiffField> fields)
            throws IOException, TiffBytes.BeyondEndException {
        long width = number(fields, WIDTH, 0);
        long height = number(fields, HEIGHT, 0);
        long tileWidth = number(fields, TILE_WIDTH, 0);
        long tileHeight = number(fields, TILE_HEIGHT, 0);
        if (!isPlainJpeg(fields)
                || width < 1
                || height < 1
                || width > Integer.MAX_VALUE
                || height > Integer.MAX_VALUE
                || tileWidth < 8
                || tileHeight < 8
                || tileWidth > TiffInspection.MAX_TILE_SIDE_PX
                || tileHeight > TiffInspection.MAX_TILE_SIDE_PX
                || tileWidth * tileHeight > CodedLevel.MAX_TILE_PX) {
            return Optional.empty();
        }
        long columns = (width + tileWidth - 1) / tileWidth;
        long rows = (height + tileHeight - 1) / tileHeight;
        TiffField offsets = fields.get(TILE_OFFSETS);
        TiffField counts = fields.get(TILE_BYTE_COUNTS);
        if (!isArray(offsets, columns * rows) || !isArray(counts, columns * rows)) {
            return Optional.empty();
        }
        try {
            JpegColour colour = number(fields, PHOTOMETRIC, 0) == 2 ? JpegColour.RGB : JpegColour.YCBCR;
            JpegTables tables = JpegTables.of(tables(fields), colour);
            return Optional.of(new TiffLevel(
                    file,
                    width,
                    height,
                    (int) tileWidth,
                    (int) tileHeight,
                    new JpegCodec(library, tables),
                    array(offsets),
                    array(counts)));
        } catch (CodecException e) {
            return Optional.empty();
        }
    }

    private boolean isPlainJpeg(Map<Integer, TiffField> fields) throws IOException, TiffBytes.BeyondEndException {
        long photometric = number(fields, PHOTOMETRIC, 0);
        TiffField bits = fields.get(BITS);
        return number(fields, COMPRESSION, 1) == JPEG
                && (photometric == 2 || photometric == 6)
                && number(fields, SAMPLES, 1) == 3
                && number(fields, PLANES, 1) == 1
                && number(fields, ORIENTATION, 1) == 1
                && bits != null
                && isArray(bits, 3)
                && bytes.values(bits, 0, 3)[0] == 8;
    }

    private byte[] tables(Map<Integer, TiffField> fields)
            throws IOException, TiffBytes.BeyondEndException, CodecException {
        TiffField field = fields.get(JPEG_TABLES);
        return field == null ? new byte[0] : bytes.bytes(field, 1 << 16);
    }

    private long number(Map<Integer, TiffField> fields, int tag, long otherwise)
            throws IOException, TiffBytes.BeyondEndException {
        TiffField field = fields.get(tag);
        return field == null
                ? otherwise
                : field.isUnsigned() && field.count() == 1 ? bytes.values(field, 0, 1)[0] : Long.MIN_VALUE;
    }

    private static boolean isArray(@org.jspecify.annotations.Nullable TiffField field, long count) {
        return field != null && field.isUnsigned() && field.count() == count && count <= Integer.MAX_VALUE / 8;
    }

    private long[] array(@org.jspecify.annotations.Nullable TiffField field)
            throws IOException, TiffBytes.BeyondEndException {
        if (field == null) {
            return new long[0];
        }
        bytes.require(field.position(), field.lengthBytes());
        long[] all = new long[(int) field.count()];
        for (int first = 0; first < all.length; first += TiffBytes.MAX_VALUES) {
            int number = Math.min(TiffBytes.MAX_VALUES, all.length - first);
            System.arraycopy(bytes.values(field, first, number), 0, all, first, number);
        }
        return all;
    }
}
