package io.slidestream.slides.direct;

import io.slidestream.slides.ByteRange;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.store.SlideBytes;
import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * A level of tiles that a directory of a TIFF file lists.
 *
 * @param bytes of the file, which the level does not own
 * @param columns tiles in a row of the file, of which the level may show fewer
 * @param offsets of the tiles in the file, row by row
 * @param byteCounts of the tiles; 0 where a tile is missing
 */
@SuppressWarnings("ArrayRecordComponent") // a large slide has 600,000 tiles; identity is never compared
record TiffLevel(
        SlideBytes bytes,
        long widthPx,
        long heightPx,
        int tileWidthPx,
        int tileHeightPx,
        int columns,
        TileCodec codec,
        long[] offsets,
        long[] byteCounts)
        implements CodedLevel {
    /** The same tiles, of which only so much is shown. */
    TiffLevel shownTo(long newWidthPx, long newHeightPx) {
        return new TiffLevel(
                bytes, newWidthPx, newHeightPx, tileWidthPx, tileHeightPx, columns, codec, offsets, byteCounts);
    }

    @Override
    public int codedBytes(int tile) {
        long announced = byteCounts[tile]; // unsigned
        int most = codec.maxTileBytes(tileWidthPx, tileHeightPx);
        return announced < 0 ? most : (int) Math.min(announced, most);
    }

    @Override
    public void read(int tile, ByteBuffer target) throws SlideException {
        bytes.read(offsets[tile], target);
    }

    @Override
    public boolean comesFromAfar() {
        return bytes.comesFromAfar();
    }

    @Override
    public void expect(Collection<Integer> soon) {
        bytes.expect(soon.stream()
                .filter(tile -> offsets[tile] >= 0)
                .map(tile -> new ByteRange(offsets[tile], offsets[tile] + codedBytes(tile)))
                .toList());
    }
}
