package io.slidestream.slides.direct;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.store.SlideBytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A level of an NDPI, or a fraction of one: restart intervals of a long JPEG, of which a tile joins those under one another.
 *
 * @param bytes of the file, which the level does not own
 * @param stripHeightPx of an interval, in pixels of this level
 * @param strips places of the intervals in the file, row by row, and the end of the last
 * @param groups what was read of them together
 */
@SuppressWarnings("ArrayRecordComponent") // a large slide has 60,000 strips; identity is never compared
record NdpiLevel(
        SlideBytes bytes,
        long widthPx,
        long heightPx,
        int tileWidthPx,
        int tileHeightPx,
        int stripHeightPx,
        TileCodec codec,
        long[] strips,
        StripGroups groups)
        implements CodedLevel {
    NdpiLevel(
            SlideBytes bytes,
            long widthPx,
            long heightPx,
            int tileWidthPx,
            int tileHeightPx,
            int stripHeightPx,
            TileCodec codec,
            long[] strips) {
        this(bytes, widthPx, heightPx, tileWidthPx, tileHeightPx, stripHeightPx, codec, strips, new StripGroups());
    }

    @Override
    public int pieceHeightPx() {
        return stripHeightPx;
    }

    @Override
    public Drawing drawing() {
        return Drawing.OPAQUE;
    }

    @Override
    public int codedBytes(int tile) {
        int count = count(tile);
        int sum = (1 + count) * Integer.BYTES;
        for (int i = 0; i < count; i++) {
            sum += length(strip(tile, i));
        }
        return sum;
    }

    @Override
    public void read(int tile, ByteBuffer target) throws SlideException {
        int count = count(tile);
        target.putInt(count);
        for (int i = 0; i < count; i++) {
            target.putInt(length(strip(tile, i)));
        }
        Optional<StripGroups.Group> group = groups.of(bytes, strips, columns(), strip(tile, 0), count);
        for (int i = 0; i < count; i++) {
            int strip = strip(tile, i);
            int length = length(strip);
            if (length > 0 && group.isPresent()) {
                group.get().copy(i, strips[strip], length, target);
            } else if (length > 0) {
                bytes.read(strips[strip], target.slice(target.position(), length));
                target.position(target.position() + length);
            }
        }
    }

    private int count(int tile) {
        long rows = heightPx / stripHeightPx;
        int rowsInTile = tileHeightPx / stripHeightPx;
        return (int) Math.min(rowsInTile, rows - (long) tile / columns() * rowsInTile);
    }

    private int strip(int tile, int index) {
        int row = tile / columns() * (tileHeightPx / stripHeightPx) + index;
        return row * columns() + tile % columns();
    }

    /** 0 where the table gives no sane length, which the decoder then refuses. */
    private int length(int strip) {
        long length = strips[strip + 1] - strips[strip];
        return length < 0 || length > codec.maxTileBytes(tileWidthPx, stripHeightPx) ? 0 : (int) length;
    }
}
