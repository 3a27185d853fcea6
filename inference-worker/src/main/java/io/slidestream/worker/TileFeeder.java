package io.slidestream.worker;

import io.slidestream.contracts.Cell;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks tile by tile in row order, since neighbours share the slide's own compressed tiles, and fills the
 * collector with their patches. A tile that cannot be read is rejected with its reason; its neighbours go on.
 */
final class TileFeeder {
    private final TileSource source;
    private final PatchWriter writer;
    private final BatchCollector collector;
    private final WorkerMetrics metrics;
    private final LinkedBlockingQueue<BlockWork> waiting = new LinkedBlockingQueue<>();
    private final WorkerThreads readers;
    private volatile boolean closed;

    TileFeeder(TileSource source, PatchWriter writer, BatchCollector collector, WorkerMetrics metrics, int threads) {
        this.source = source;
        this.writer = writer;
        this.collector = collector;
        this.metrics = metrics;
        readers = new WorkerThreads("tile-reader", threads, this::readBlocks);
    }

    void start() {
        readers.start();
    }

    /** The block's outcome completes on a reader or the engine thread; after close() it may never. */
    void feed(BlockWork work) {
        waiting.add(work);
    }

    /** Readers stop after the tile in hand. Returns when they have. */
    void close() {
        closed = true;
        readers.interruptAndJoin();
    }

    private void readBlocks() {
        try {
            while (!closed) {
                read(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one block on the calling thread. */
    void read(BlockWork work) throws InterruptedException {
        try (Tiles tiles = new Tiles(work)) {
            for (int tile = 0; tile < work.cells().size() && !work.isOver() && !closed; tile++) {
                feed(tiles, work, tile);
            }
        } catch (RuntimeException | Error e) {
            work.failed(e);
        }
    }

    private void feed(Tiles tiles, BlockWork work, int tile) throws InterruptedException {
        Cell cell = work.cells().get(tile);
        long start = System.nanoTime();
        Optional<RgbImage> image = tiles.read(tile, cell);
        long nanos = System.nanoTime() - start;
        work.countRead(nanos);
        metrics.tileRead(nanos);
        if (image.isEmpty()) {
            return;
        }
        Optional<PatchSlot> slot = collector.claim(work, tile);
        if (slot.isEmpty()) {
            return;
        }
        try {
            writer.write(image.get(), slot.get().batch().patches(), slot.get().index());
        } catch (RuntimeException e) {
            work.failed(e); // before the slot is settled, so that nobody scores what lies in it
        } finally {
            collector.settle(slot.get());
        }
    }

    /** The block's slide, opened again after a failure: a reader in error may refuse every later tile. */
    private final class Tiles implements AutoCloseable {
        private final BlockWork work;
        private TileSource.@Nullable OpenTiles open;

        Tiles(BlockWork work) {
            this.work = work;
        }

        Optional<RgbImage> read(int tile, Cell cell) {
            try {
                TileSource.OpenTiles slide = open == null ? source.open(work.block()) : open;
                open = slide;
                return Optional.of(slide.read(cell));
            } catch (SlideException e) {
                close();
                work.rejected(tile, e.reason(), String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            TileSource.OpenTiles slide = open;
            open = null;
            if (slide != null) {
                slide.close();
            }
        }
    }
}
