package io.slidestream.synthetic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/*
 * Rows of tiles are encoded by all processors and written in order. A reduced level's row follows the fourth row of the
 * level below (or the last), so memory holds one row of each level, whatever the slide's height: 30 MB at 100,000 px.
 */
/** Streams a pyramid whose every tile has bytes of its own. */
public final class PyramidWriter implements AutoCloseable {
    private final SlideShape shape;
    private final PixelSource source;
    private final TiffWriter tiff;
    private final PyramidTags tags;
    private final List<TileTable> tables = new ArrayList<>();
    /** Strips of level i + 1. */
    private final List<LevelStrip> strips = new ArrayList<>();

    private final WholeLevel coarsest;
    private final List<Lane> lanes = new ArrayList<>();
    private final ExecutorService threads;

    /** Resources of one thread. */
    private static final class Lane {
        final TileEncoder encoder;
        final int[] tile;

        Lane(SlideShape shape) {
            encoder = TileEncoder.of(shape);
            tile = new int[shape.tilePx() * shape.tilePx()];
        }
    }

    public PyramidWriter(SlideShape shape, PixelSource source, PyramidTags tags, TiffWriter tiff) {
        this.shape = shape;
        this.source = source;
        this.tags = tags;
        this.tiff = tiff;
        for (int level = 0; level < shape.levels(); level++) {
            tables.add(new TileTable(tiff, shape, level));
            if (level > 0) {
                strips.add(new LevelStrip(shape.columns(level - 1) / Mosaic.STEP + 1, shape.tilePx()));
            }
        }
        coarsest = new WholeLevel(shape, shape.levels() - 1);
        int processors = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < processors; i++) {
            lanes.add(new Lane(shape));
        }
        threads = Executors.newFixedThreadPool(processors);
    }

    public void write() throws IOException {
        for (int row = 0; row < shape.rows(0); row++) {
            writeRow(0, row);
        }
        List<TiffDirectory> levels = new ArrayList<>();
        for (int level = 0; level < tables.size(); level++) {
            levels.add(tags.level(level, tables.get(level)));
        }
        tags.addTo(tiff, levels, coarsest);
        tiff.finish();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        lanes.forEach(lane -> lane.encoder.close());
    }

    private void writeRow(int level, int row) throws IOException {
        List<Callable<List<byte[]>>> work = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            int first = i;
            work.add(() -> encode(lanes.get(first), level, row, first));
        }
        List<List<byte[]>> encoded = done(work);
        int columns = shape.columns(level);
        for (int column = 0; column < columns; column++) {
            byte[] jpeg = encoded.get(column % lanes.size()).get(column / lanes.size());
            tables.get(level).append(row * columns + column, jpeg);
        }
        boolean stripIsFull = row % Mosaic.STEP == Mosaic.STEP - 1 || row == shape.rows(level) - 1;
        int above = row / Mosaic.STEP;
        if (stripIsFull && level + 1 < shape.levels() && above < shape.rows(level + 1)) {
            writeRow(level + 1, above);
        }
    }

    /** Every so many-th tile of a row, so that glass and tissue are shared out evenly. */
    private List<byte[]> encode(Lane lane, int level, int row, int first) throws IOException {
        List<byte[]> encoded = new ArrayList<>();
        for (int column = first; column < shape.columns(level); column += lanes.size()) {
            if (level == 0) {
                source.tile(column, row, lane.tile);
            } else {
                strips.get(level - 1).tile(column, lane.tile);
            }
            if (level + 1 < shape.levels()) {
                strips.get(level).place(column, row, lane.tile);
            } else {
                coarsest.place(column, row, lane.tile);
            }
            encoded.add(lane.encoder.encode(lane.tile, shape.tilePx(), shape.tilePx()));
        }
        return encoded;
    }

    private List<List<byte[]>> done(List<Callable<List<byte[]>>> work) throws IOException {
        List<List<byte[]>> results = new ArrayList<>();
        try {
            for (Future<List<byte[]>> future : threads.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException("a tile could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing a slide", e);
        }
    }
}
