package io.slidestream.slides.direct;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.CachedTile;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TilePixels;
import io.slidestream.slides.openslide.OpenSlideHandle;
import java.util.Optional;

/*
 * Pyramids round their sides, so a level's downsample is 4.0008 and a region of it begins within a pixel. OpenSlide then
 * has pixman interpolate each tile by itself, bilinearly in single precision, and add the tiles up with the operator
 * SATURATE, rounding to bytes after each; at their seams each pixel is the sum of two or four, and what rounding lost lets
 * the white below through. The same arithmetic here gives the same bytes.
 */
/** Interpolates tiles into a picture whose corner lies within a pixel of the level. Holds one tile at a time. */
final class BlendedPainter {
    private static final float[] UNIT = new float[256];

    static {
        for (int i = 0; i < 256; i++) {
            UNIT[i] = i * (1 / 255f);
        }
    }

    private final DirectLevel level;
    private final int[] rgb;
    private final int stride;

    /** @param stride pixels in a row of the picture */
    BlendedPainter(DirectLevel level, int[] rgb, int stride) {
        this.level = level;
        this.rgb = rgb;
        this.stride = stride;
    }

    /** Paints a rectangle of the picture, whose pixels must be 0; what lies outside the level becomes white. */
    void paint(double x, double y, int widthPx, int heightPx, int origin) throws CodecException, SlideException {
        int tileWidth = level.coded().tileWidthPx();
        int pieceHeight = level.coded().pieceHeightPx();
        int piecesInTile = level.coded().tileHeightPx() / pieceHeight;
        long columns = level.coded().columns();
        long rows = (level.coded().heightPx() + pieceHeight - 1) / pieceHeight;
        long firstColumn = (long) (x / tileWidth);
        long firstRow = (long) (y / pieceHeight);
        long endColumn = Math.min(columns, (long) Math.ceil((x + widthPx) / tileWidth));
        long endRow = Math.min(rows, (long) Math.ceil((y + heightPx) / pieceHeight));
        for (long row = endRow - 1; row >= firstRow; row--) { // as OpenSlide does, which decides how seams round
            long inPieceY = fixed(y - row * pieceHeight);
            int above = (int) (row % piecesInTile) * pieceHeight;
            for (long column = endColumn - 1; column >= firstColumn; column--) {
                long inTileX = fixed(x - column * tileWidth);
                int visibleWidth = (int) Math.min(tileWidth, level.coded().widthPx() - column * tileWidth);
                int visibleHeight = (int) Math.min(pieceHeight, level.coded().heightPx() - row * pieceHeight);
                Optional<CachedTile> decoded = level.tile((int) (row / piecesInTile * columns + column), 1);
                if (decoded.isPresent()) {
                    try (CachedTile tile = decoded.get()) {
                        Piece piece = new Piece(tile, above, visibleWidth, visibleHeight);
                        add(piece, inTileX, inPieceY, widthPx, heightPx, origin);
                    }
                }
            }
        }
        for (int j = 0; j < heightPx; j++) {
            for (int i = origin + j * stride; i < origin + j * stride + widthPx; i++) {
                rgb[i] = OpenSlideHandle.onWhite(rgb[i]);
            }
        }
    }

    /** What OpenSlide draws at a time: a tile, or one of the strips that it joins. */
    private record Piece(CachedTile tile, int firstRow, int widthPx, int heightPx) {}

    private void add(Piece piece, long fixedX, long fixedY, int widthPx, int heightPx, int origin)
            throws CodecException {
        long left = fixedX >> 16;
        long top = fixedY >> 16;
        float right = (fixedX & 0xffff) / 65_536f;
        float below = (fixedY & 0xffff) / 65_536f;
        int from = (int) Math.max(0, -left - 1);
        int to = (int) Math.min(widthPx, piece.widthPx() - left);
        if (from >= to) {
            return;
        }
        checkArithmetic(piece, fixedX, fixedY, widthPx, heightPx);
        int[] upper = new int[to - from + 1];
        int[] lower = new int[to - from + 1];
        int firstRow = (int) Math.max(0, -top - 1);
        int endRow = (int) Math.min(heightPx, piece.heightPx() - top);
        if (firstRow < endRow) {
            row(piece, left + from, top + firstRow, upper);
        }
        for (int j = firstRow; j < endRow; j++) {
            row(piece, left + from, top + j + 1, lower);
            int at = origin + j * stride + from;
            for (int i = 0; i < to - from; i++) {
                rgb[at + i] = over(rgb[at + i], upper[i], upper[i + 1], lower[i], lower[i + 1], right, below);
            }
            int[] done = upper;
            upper = lower;
            lower = done;
        }
    }

    /** @throws CodecException where OpenSlide's drawing library takes a path of fewer bits, which only it can walk */
    private void checkArithmetic(Piece piece, long fixedX, long fixedY, int widthPx, int heightPx)
            throws CodecException {
        if (level.coded().drawing() == CodedLevel.Drawing.OPAQUE
                && isInside(fixedX, widthPx, piece.widthPx())
                && isInside(fixedY, heightPx, piece.heightPx())) {
            throw new CodecException("the region lies within a piece, between its pixels");
        }
    }

    /** Whether every sample of the piece's part of the picture has both its neighbours in the piece. */
    private static boolean isInside(long fixed, int picturePx, int piecePx) {
        long shift = fixed >> 16;
        long first = Math.max(0, (fixed & 0xffff) == 0 ? -shift : -shift - 1);
        long end = Math.min(picturePx, piecePx - shift);
        return first + shift >= 0 && end + shift < piecePx;
    }

    /** Pixels of a row from {@code x} on; what the piece does not show is transparent. */
    private static void row(Piece piece, long x, long y, int[] row) {
        java.util.Arrays.fill(row, 0);
        if (y < 0 || y >= piece.heightPx()) {
            return;
        }
        int start = (int) Math.max(0, -x);
        int count = (int) Math.min(row.length, piece.widthPx() - x) - start;
        if (count > 0) {
            TilePixels tile = piece.tile().pixels();
            tile.pixels().get((int) ((piece.firstRow() + y) * tile.widthPx() + x + start), row, start, count);
            for (int i = start; i < start + count; i++) {
                row[i] |= 0xff00_0000;
            }
        }
    }

    private static int over(int below, int tl, int tr, int bl, int br, float x, float y) {
        float both = x * y;
        float rightOnly = x * (1 - y);
        float belowOnly = (1 - x) * y;
        float neither = (1 - x) * (1 - y);
        float alpha = mix(tl >>> 24, tr >>> 24, bl >>> 24, br >>> 24, neither, rightOnly, belowOnly, both);
        float red = mix(tl >>> 16, tr >>> 16, bl >>> 16, br >>> 16, neither, rightOnly, belowOnly, both);
        float green = mix(tl >>> 8, tr >>> 8, bl >>> 8, br >>> 8, neither, rightOnly, belowOnly, both);
        float blue = mix(tl, tr, bl, br, neither, rightOnly, belowOnly, both);
        float room = 1 - UNIT[below >>> 24];
        float share = alpha <= room ? 1 : room / alpha;
        return toByte(alpha * share + UNIT[below >>> 24]) << 24
                | toByte(red * share + UNIT[below >>> 16 & 255]) << 16
                | toByte(green * share + UNIT[below >>> 8 & 255]) << 8
                | toByte(blue * share + UNIT[below & 255]);
    }

    private static float mix(int tl, int tr, int bl, int br, float neither, float right, float below, float both) {
        return UNIT[tl & 255] * neither + UNIT[tr & 255] * right + UNIT[bl & 255] * below + UNIT[br & 255] * both;
    }

    private static int toByte(float unit) {
        return Math.min(255, (int) (Math.min(1, unit) * 256));
    }

    private static long fixed(double position) {
        return (long) Math.rint(position * 65_536);
    }
}
