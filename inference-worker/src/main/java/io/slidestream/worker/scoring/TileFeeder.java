package io.slidestream.worker.scoring;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.SlideException;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Reads blocks tile by tile in row order, since neighbours share the slide's own compressed tiles, and fills the
 * collector with their patches. A tile that cannot be read is rejected with its reason; its neighbours go on.
 */
final class TileFeeder {
    private final TileSource source;
    private final Supplier<PatchWriter> writers;
    private final BatchCollector collector;
    private final WorkerMetrics metrics;
    private final int threads;
    /** Empty is what ends a reader: an interrupt would break the slide it reads. */
    private final LinkedBlockingQueue<Optional<BlockWork>> waiting = new LinkedBlockingQueue<>();

    private final WorkerThreads readers;
    private volatile boolean closed;

    /** @param writers makes one for each reader thread */
    TileFeeder(
            TileSource source,
            Supplier<PatchWriter> writers,
            BatchCollector collector,
            WorkerMetrics metrics,
            int threads) {
        this.source = source;
        this.writers = writers;
        this.collector = collector;
        this.metrics = metrics;
        this.threads = threads;
        readers = new WorkerThreads("tile-reader", Collections.nCopies(threads, this::readBlocks));
    }

    void start() {
        readers.start();
    }

    /** The outcome completes on a reader or the engine thread; after close() it may never. */
    void feed(BlockWork work) {
        collector.blockBegun();
        waiting.add(Optional.of(work));
    }

    /** Readers stop after the tile in hand. Returns when they have. */
    void close() {
        closed = true;
        waiting.addAll(Collections.nCopies(threads, Optional.empty()));
        readers.join();
    }

    private void readBlocks() {
        PatchWriter writer = writers.get();
        try {
            while (!closed) {
                Optional<BlockWork> next = waiting.take();
                if (next.isPresent()) {
                    BlockWork work = next.get();
                    if (!work.isOver()) { // else its slide need not even be opened
                        read(work, writer);
                    }
                    collector.blockEnded();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(BlockWork work, PatchWriter writer) throws InterruptedException {
        long start = System.nanoTime();
        try (TileSource.OpenTiles tiles = source.open(work.block())) {
            work.countRead(System.nanoTime() - start);
            Optional<BlockWork> next = waiting.peek();
            if (next != null && next.isPresent() && !next.get().isOver()) {
                source.expect(next.get().block());
            }
            for (int tile = 0; tile < work.cells().size() && !work.isOver() && !closed; tile++) {
                Optional<Excerpt> pixels = read(tiles, work, tile);
                if (pixels.isPresent()) {
                    try (Excerpt open = pixels.get()) {
                        write(open, work, tile, writer);
                    }
                }
            }
        } catch (SlideException e) {
            if (e.reason() == RejectionReason.FAILED) { // not the slide's fault: another worker may reach it
                work.failed(e);
            } else {
                work.rejectAll(e.reason(), String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException | Error e) {
            work.failed(e);
        }
    }

    private Optional<Excerpt> read(TileSource.OpenTiles tiles, BlockWork work, int tile) throws SlideException {
        Cell cell = work.cells().get(tile);
        long start = System.nanoTime();
        try {
            return Optional.of(tiles.read(cell));
        } catch (SlideException e) {
            if (e.reason() == RejectionReason.FAILED) {
                throw e;
            }
            work.rejected(tile, e.reason(), String.valueOf(e.getMessage()));
            return Optional.empty();
        } finally {
            long nanos = System.nanoTime() - start;
            work.countRead(nanos);
            metrics.tileRead(nanos);
        }
    }

    private void write(Excerpt pixels, BlockWork work, int tile, PatchWriter writer) throws InterruptedException {
        Optional<PatchSlot> slot = collector.claim(work, tile);
        if (slot.isEmpty()) {
            return;
        }
        try {
            long start = System.nanoTime();
            writer.write(pixels, slot.get().batch().patches(), slot.get().index());
            metrics.tilePrepared(System.nanoTime() - start);
        } catch (RuntimeException | Error e) {
            work.failed(e); // before the slot is settled, so that nobody scores what lies in it
        } finally {
            collector.settle(slot.get());
        }
    }
}
