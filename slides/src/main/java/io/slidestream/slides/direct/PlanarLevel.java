package io.slidestream.slides.direct;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.lossless.LosslessCodec;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * A level whose red, green and blue lie in tiles of their own, one plane after the other. A tile's bytes are given as
 * {@link LosslessCodec} takes them: the lengths of the three, then the three.
 */
record PlanarLevel(TiffLevel planes, int tiles) implements CodedLevel {
    private static final int PLANES = 3;

    @Override
    public long widthPx() {
        return planes.widthPx();
    }

    @Override
    public long heightPx() {
        return planes.heightPx();
    }

    @Override
    public int tileWidthPx() {
        return planes.tileWidthPx();
    }

    @Override
    public int tileHeightPx() {
        return planes.tileHeightPx();
    }

    @Override
    public TileCodec codec() {
        return planes.codec();
    }

    /** A tile is missing where all its planes are. */
    @Override
    public int codedBytes(int tile) {
        int sum = 0;
        for (int plane = 0; plane < PLANES; plane++) {
            sum += planes.codedBytes(plane * tiles + tile);
        }
        return sum == 0 ? 0 : sum + PLANES * Integer.BYTES;
    }

    @Override
    public void read(int tile, ByteBuffer target) throws SlideException {
        for (int plane = 0; plane < PLANES; plane++) {
            target.putInt(planes.codedBytes(plane * tiles + tile));
        }
        for (int plane = 0; plane < PLANES; plane++) {
            int length = planes.codedBytes(plane * tiles + tile);
            if (length > 0) {
                planes.read(plane * tiles + tile, target.slice(target.position(), length));
                target.position(target.position() + length);
            }
        }
    }

    @Override
    public boolean comesFromAfar() {
        return planes.comesFromAfar();
    }

    @Override
    public void expect(Collection<Integer> soon) {
        planes.expect(IntStream.range(0, PLANES)
                .boxed()
                .flatMap(plane -> soon.stream().map(tile -> plane * tiles + tile))
                .toList());
    }
}
