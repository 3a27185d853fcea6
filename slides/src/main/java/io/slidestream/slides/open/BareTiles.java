package io.slidestream.slides.open;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.direct.JpegDirectories;
import io.slidestream.slides.direct.JpegLevel;
import io.slidestream.slides.direct.JpegTiles;
import io.slidestream.slides.jpeg.JpegException;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.jpeg.TilePixels;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
import io.slidestream.slides.tiff.TiffBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The JPEG tiles of a slide's full resolution, decoded one by one and thrown away: what readers are measured against. For
 * one thread; others open their own.
 */
public final class BareTiles implements AutoCloseable {
    private final JpegTiles tiles;
    private final JpegLevel level;
    private final TilePixels target;

    private BareTiles(JpegTiles tiles, JpegLevel level, int reduction) {
        this.tiles = tiles;
        this.level = level;
        target = new TilePixels(level.tileWidthPx() / reduction, level.tileHeightPx() / reduction);
    }

    /**
     * @param reduction of each tile's sides while it is decoded: 1, 2, 4 or 8
     * @throws SlideException as {@link SlideReaders#open}
     * @throws IllegalArgumentException if the slide does not begin with JPEG tiles that divide by the reduction
     */
    public static BareTiles open(Path path, JpegLibrary library, int reduction) throws SlideException, IOException {
        SlideFile file = SlideFile.at(path);
        SlideBytes bytes = SlideBytes.open(file);
        boolean opened = false;
        try {
            List<JpegLevel> levels = new JpegDirectories(new TiffBytes(bytes.channel())).levels();
            if (levels.isEmpty() || !levels.get(0).dividesBy(reduction) || reduction > library.maxReduction()) {
                throw new IllegalArgumentException(
                        FileUris.fileName(path) + " has no JPEG tiles to be decoded at 1/" + reduction);
            }
            opened = true;
            return new BareTiles(new JpegTiles(bytes, library), levels.get(0), reduction);
        } catch (TiffBytes.BeyondEndException e) {
            throw new IllegalArgumentException(FileUris.fileName(path) + " is no JPEG-tiled TIFF", e);
        } finally {
            if (!opened) {
                bytes.close();
            }
        }
    }

    public int columns() {
        return level.columns();
    }

    public int rows() {
        return level.offsets().length / level.columns();
    }

    public int tileWidthPx() {
        return level.tileWidthPx();
    }

    public int tileHeightPx() {
        return level.tileHeightPx();
    }

    /** Decodes one tile; false where the slide has none. */
    public boolean decode(int column, int row) throws JpegException, SlideException {
        int tile = row * level.columns() + column;
        if (level.byteCounts()[tile] == 0) {
            return false;
        }
        tiles.decode(level, tile, target);
        return true;
    }

    @Override
    public void close() {
        tiles.close();
    }
}
