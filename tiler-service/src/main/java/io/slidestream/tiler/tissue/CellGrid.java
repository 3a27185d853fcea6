package io.slidestream.tiler.tissue;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.Level;
import io.slidestream.slides.PixelBox;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * A slide of one level is read whole: in pieces of CHUNK_PX a side, so that 100,000 x 80,000 px need 16 MB of pixels a
 * thread at a time and not 32 GB. A reader that can decode at reduced size for less does so, as far as whole pixels fit
 * a cell.
 */
/** A level cut into square cells, whose mean colours are wanted. */
final class CellGrid {
    private static final int CHUNK_PX = 2048;
    /** The strongest reduction that decoders offer. */
    private static final int MAX_REDUCTION = 8;

    private final SlideProperties slide;
    private final Level level;
    private final int factor;
    private final int columns;
    private final int rows;
    private final int step;
    private final int maxReduction;

    /** Takes the mean colour of a cell; called on several threads, once for each cell. */
    @FunctionalInterface
    interface Cells {
        void cell(int column, int row, double red, double green, double blue);
    }

    /** @param factor a cell's side in pixels of the level */
    CellGrid(SlideProperties slide, Level level, int factor) {
        this.slide = slide;
        this.level = level;
        this.factor = factor;
        columns = (int) ((level.widthPx() + factor - 1) / factor);
        rows = (int) ((level.heightPx() + factor - 1) / factor);
        step = Math.max(1, CHUNK_PX / factor);
        int reduction = 1;
        while (reduction < MAX_REDUCTION && factor % (2 * reduction) == 0) {
            reduction *= 2;
        }
        maxReduction = reduction;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** Reads every cell, with as many threads as there are processors. */
    void read(SlideReader reader, Cells cells) throws SlideException, InterruptedException {
        int across = (columns - 1) / step + 1;
        int chunks = Math.multiplyExact(across, (rows - 1) / step + 1);
        AtomicInteger next = new AtomicInteger();
        int threads = Math.min(chunks, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                work.add(() -> {
                    readChunks(reader, cells, next, across, chunks);
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            pool.shutdownNow();
        }
    }

    private void readChunks(SlideReader reader, Cells cells, AtomicInteger next, int across, int chunks)
            throws SlideException {
        boolean complete = false;
        try {
            for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
                if (Thread.interrupted()) {
                    return; // the caller was, and says so
                }
                readChunk(reader, cells, chunk % across * step, chunk / across * step);
            }
            complete = true;
        } finally {
            if (!complete) {
                next.set(chunks); // ends the other threads' work too
            }
        }
    }

    private void readChunk(SlideReader reader, Cells cells, int column, int row) throws SlideException {
        Level0Region region = region(column, row);
        try (Excerpt pixels = reader.excerpt(region, level.index(), maxReduction)) {
            PixelBox box = pixels.region();
            int left = (int) Math.round(box.left());
            int top = (int) Math.round(box.top());
            int reduction = (int) Math.round(region.width() / level.downsample() / box.width());
            CellMeans means = new CellMeans(
                    (int) Math.ceil(box.width() - 0.01), (int) Math.ceil(box.height() - 0.01), factor / reduction);
            pixels.copyTo((x, y, run, from, count) -> means.run(x - left, y - top, run, from, count));
            means.give(cells, column, row, columns, rows);
        }
    }

    private Level0Region region(int column, int row) {
        double cellPx = level.downsample() * factor;
        long left = Math.min(Math.round(column * cellPx), slide.widthPx() - 1);
        long top = Math.min(Math.round(row * cellPx), slide.heightPx() - 1);
        long right = Math.min(Math.round((column + step) * cellPx), slide.widthPx());
        long bottom = Math.min(Math.round((row + step) * cellPx), slide.heightPx());
        return new Level0Region(left, top, (int) Math.max(1, right - left), (int) Math.max(1, bottom - top));
    }

    private static SlideException cause(ExecutionException e) throws SlideException {
        if (e.getCause() instanceof SlideException cause) {
            return cause;
        }
        if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
        }
        if (e.getCause() instanceof Error cause) {
            throw cause;
        }
        throw new IllegalStateException(e.getCause());
    }
}
