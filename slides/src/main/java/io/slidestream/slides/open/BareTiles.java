package io.slidestream.slides.open;

import io.slidestream.slides.FileKind;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TilePixels;
import io.slidestream.slides.direct.CodedLevel;
import io.slidestream.slides.direct.DirectOpening;
import io.slidestream.slides.direct.LevelTiles;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.series.Series;
import io.slidestream.slides.series.SeriesFolder;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
import io.slidestream.slides.tiff.TiffBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The tiles of a slide's full resolution, decoded one by one and thrown away: what readers are measured against. For
 * one thread; others open their own.
 */
public final class BareTiles implements AutoCloseable {
    private final Runnable files;
    private final LevelTiles tiles;
    private final TilePixels target;

    /** @param files closes what the level lies in */
    private BareTiles(CodedLevel level, int reduction, Runnable files) {
        this.files = files;
        tiles = new LevelTiles(level);
        target = new TilePixels(level.tileWidthPx() / reduction, level.tileHeightPx() / reduction);
    }

    /**
     * @param reduction of each tile's sides while it is decoded: 1, 2, 4 or 8
     * @throws SlideException as {@link SlideReaders#open}
     * @throws IllegalArgumentException if the slide does not begin with tiles that are decoded here, at this reduction
     */
    public static BareTiles open(Path path, JpegLibrary library, int reduction) throws SlideException, IOException {
        SlideFile file = SlideFile.at(SeriesFolder.file(path));
        SlideBytes bytes = SlideBytes.open(file);
        boolean opened = false;
        try {
            if (FileKind.of(bytes.channel()) == FileKind.DICOM) {
                return ofSeries(file, path, library, reduction);
            }
            List<CodedLevel> levels = DirectOpening.levels(bytes, library);
            BareTiles tiles = of(levels, path, reduction, bytes::close);
            opened = true;
            return tiles;
        } catch (TiffBytes.BeyondEndException e) {
            throw new IllegalArgumentException(FileUris.fileName(path) + " is no tiled TIFF", e);
        } finally {
            if (!opened) {
                bytes.close();
            }
        }
    }

    private static BareTiles ofSeries(SlideFile file, Path path, JpegLibrary library, int reduction)
            throws SlideException {
        Series series = Series.open(file, library);
        boolean opened = false;
        try {
            BareTiles tiles = of(series.levels(), path, reduction, series::close);
            opened = true;
            return tiles;
        } finally {
            if (!opened) {
                series.close();
            }
        }
    }

    private static BareTiles of(List<CodedLevel> levels, Path path, int reduction, Runnable files) {
        if (levels.isEmpty()
                || !levels.get(0).dividesBy(reduction)
                || reduction > levels.get(0).codec().maxReduction()) {
            throw new IllegalArgumentException(
                    FileUris.fileName(path) + " has no tiles to be decoded at 1/" + reduction);
        }
        return new BareTiles(levels.get(0), reduction, files);
    }

    public int columns() {
        return tiles.level().columns();
    }

    public int rows() {
        return tiles.level().rows();
    }

    public int tileWidthPx() {
        return tiles.level().tileWidthPx();
    }

    public int tileHeightPx() {
        return tiles.level().tileHeightPx();
    }

    /** Decodes one tile; false where the slide has none. */
    public boolean decode(int column, int row) throws CodecException, SlideException {
        int tile = row * tiles.level().columns() + column;
        if (tiles.level().codedBytes(tile) == 0) {
            return false;
        }
        tiles.decode(tile, target);
        return true;
    }

    @Override
    public void close() {
        tiles.close();
        files.run();
    }
}
