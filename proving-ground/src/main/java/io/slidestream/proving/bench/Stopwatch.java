package io.slidestream.proving.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/*
 * With several threads the last of them works alone for a while. The clock therefore stops when the first thread finds no
 * more work, and what was read until then counts: the rate while all of them read.
 */
/** Runs units of work on threads and measures tiles a second. */
final class Stopwatch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AtomicInteger next = new AtomicInteger();
    private final DoubleAdder tiles = new DoubleAdder();
    private final LongAdder processorNanos = new LongAdder();
    private final CountDownLatch start = new CountDownLatch(1);
    private final List<? extends Contender.Unit> units;
    private double tilesPerSecond;
    private long startNanos;

    private Stopwatch(List<? extends Contender.Unit> units) {
        this.units = units;
    }

    /** @throws ExecutionException with what a unit threw */
    static Rate rate(List<? extends Contender.Unit> units, int threads)
            throws ExecutionException, InterruptedException {
        return new Stopwatch(units).run(threads);
    }

    private Rate run(int threads) throws ExecutionException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> running = new ArrayList<>();
            CountDownLatch ready = new CountDownLatch(threads);
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                Callable<Void> work = () -> {
                    ready.countDown();
                    start.await();
                    read(number);
                    return null;
                };
                running.add(pool.submit(work));
            }
            ready.await();
            startNanos = System.nanoTime();
            start.countDown();
            for (Future<Void> each : running) {
                each.get();
            }
            return new Rate(tilesPerSecond, tiles.sum() * 1e9 / Math.max(1, processorNanos.sum()));
        } finally {
            pool.shutdownNow();
        }
    }

    private void read(int thread) throws Exception {
        long begun = THREADS.getCurrentThreadCpuTime();
        for (int unit = next.getAndIncrement(); unit < units.size(); unit = next.getAndIncrement()) {
            units.get(unit).read(thread, tiles::add);
        }
        processorNanos.add(THREADS.getCurrentThreadCpuTime() - begun);
        stop();
    }

    private synchronized void stop() {
        if (tilesPerSecond == 0) {
            tilesPerSecond = tiles.sum() * 1e9 / (System.nanoTime() - startNanos);
        }
    }
}
