package io.slidestream.synthetic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Writes a synthetic slide in which equal tiles share their bytes. */
final class SlideWriter implements AutoCloseable {
    private final SyntheticSlide slide;
    private final SlideShape shape;
    private final Mosaic mosaic;
    private final PyramidTags tags;
    private final TiffWriter tiff;
    private final TileEncoder jpeg;

    SlideWriter(SyntheticSlide slide, Mosaic mosaic, PyramidTags tags, TiffWriter tiff) {
        this.slide = slide;
        this.shape = slide.shape;
        this.mosaic = mosaic;
        this.tags = tags;
        this.tiff = tiff;
        this.jpeg = shape.coding() == TileCoding.JPEG ? new JpegEncoder(shape.jpeg()) : TileEncoder.of(shape);
    }

    void write() throws IOException {
        List<TiffDirectory> levels = new ArrayList<>();
        for (int level = 0; level < shape.levels(); level++) {
            mosaic.addLevel(shape.columns(level), shape.rows(level));
        }
        levels.add(tags.level(0, tiles(0)));
        WholeLevel coarsest = whole(shape.levels() - 1);
        for (int level = 1; level < shape.levels(); level++) {
            levels.add(tags.level(level, tiles(level)));
        }
        tags.addTo(tiff, levels, coarsest);
        tiff.finish();
    }

    @Override
    public void close() {
        jpeg.close();
    }

    private TileTable tiles(int level) throws IOException {
        TileTable tiles = new TileTable(tiff, shape, level);
        int columns = shape.columns(level);
        Map<Integer, Integer> firstPlaces = new HashMap<>();
        for (int i = 0; i < columns * shape.rows(level); i++) {
            SyntheticSlide.TilePosition position = new SyntheticSlide.TilePosition(i % columns, i / columns);
            int picture = mosaic.picture(level, position.column(), position.row());
            Integer first = firstPlaces.get(picture);
            if (level == 0 && slide.missingTiles.contains(position)) {
                // neither place nor length
            } else if (level == 0 && slide.corruptTiles.contains(position)) {
                tiles.appendAsIs(i, junk());
            } else if (first != null) {
                tiles.share(i, first);
            } else {
                tiles.append(i, jpeg.encode(mosaic.pixels(level, picture), shape.tilePx(), shape.tilePx()));
                firstPlaces.put(picture, i);
            }
        }
        return tiles;
    }

    private WholeLevel whole(int level) {
        WholeLevel whole = new WholeLevel(shape, level);
        for (int row = 0; row < shape.rows(level); row++) {
            for (int column = 0; column < shape.columns(level); column++) {
                whole.place(column, row, mosaic.pixels(level, mosaic.picture(level, column, row)));
            }
        }
        return whole;
    }

    private static byte[] junk() {
        byte[] junk = new byte[2000];
        new SplittableRandom(0).nextBytes(junk);
        Arrays.fill(junk, 0, 16, (byte) 0);
        return junk;
    }
}
