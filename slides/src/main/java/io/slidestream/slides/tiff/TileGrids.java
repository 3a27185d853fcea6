package io.slidestream.slides.tiff;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/*
 * OpenSlide 3.4 divides the tiles across of a level of an Aperio slide by those of the next, rounded, where a tile is
 * missing: a level with more than twice the tiles of the one above it ends the process (SIGFPE; the fuzz test found it).
 * A size that the tiles do not fill costs whoever walks over the slide hours instead.
 */
/** Checks that the tiles of each directory of a TIFF fit its size, and its levels each other. */
final class TileGrids {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int DESCRIPTION = 270;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;

    /** Each makes an image tiled to libtiff, which keeps offsets of tiles and of strips in one place. */
    private static final Set<Integer> TILE_TAGS = Set.of(TILE_WIDTH, TILE_HEIGHT, TILE_OFFSETS, 325);

    private static final Set<Integer> STRIP_TAGS = Set.of(273, 279);
    private static final int MAX_DESCRIPTION_BYTES = 1 << 20;

    private final TiffBytes bytes;
    private boolean aperio;
    private long columnsBefore;
    private long rowsBefore;

    TileGrids(TiffBytes bytes) {
        this.bytes = bytes;
    }

    /** Takes the next directory, whose fields lie in the file, and says what is wrong with it. */
    Optional<String> fault(Map<Integer, TiffField> fields) throws IOException, TiffBytes.BeyondEndException {
        if (TILE_TAGS.stream().noneMatch(fields::containsKey)) {
            return Optional.empty();
        }
        if (!fields.containsKey(TILE_WIDTH) || !fields.containsKey(TILE_HEIGHT)) {
            return Optional.of("an image has tiles of no size");
        }
        if (STRIP_TAGS.stream().anyMatch(fields::containsKey)) {
            return Optional.of("an image has both tiles and strips");
        }
        long width = number(fields, WIDTH);
        long height = number(fields, HEIGHT);
        long tileWidth = number(fields, TILE_WIDTH);
        long tileHeight = number(fields, TILE_HEIGHT);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            return Optional.of("an image has no size");
        }
        long columns = (width + tileWidth - 1) / tileWidth;
        long rows = (height + tileHeight - 1) / tileHeight;
        TiffField offsets = fields.get(TILE_OFFSETS);
        if (offsets == null || offsets.count() < 0 || offsets.count() / columns < rows) {
            return Optional.of("an image of " + width + "x" + height + " px lacks tiles");
        }
        return order(fields, columns, rows);
    }

    private Optional<String> order(Map<Integer, TiffField> fields, long columns, long rows)
            throws IOException, TiffBytes.BeyondEndException {
        boolean grows = columnsBefore > 0 && (columns > 2 * columnsBefore || rows > 2 * rowsBefore);
        if (columnsBefore == 0) {
            aperio = isAperio(fields);
        }
        columnsBefore = columns;
        rowsBefore = rows;
        return aperio && grows ? Optional.of("a level has more tiles than the one above it") : Optional.empty();
    }

    private boolean isAperio(Map<Integer, TiffField> fields) throws IOException, TiffBytes.BeyondEndException {
        TiffField description = fields.get(DESCRIPTION);
        return description != null
                && new String(bytes.bytes(description, MAX_DESCRIPTION_BYTES), US_ASCII).startsWith("Aperio");
    }

    /** 0 where it is no number. */
    private long number(Map<Integer, TiffField> fields, int tag) throws IOException, TiffBytes.BeyondEndException {
        TiffField field = fields.get(tag);
        return field != null && field.isUnsigned() && field.count() == 1 ? bytes.values(field, 0, 1)[0] : 0;
    }
}
