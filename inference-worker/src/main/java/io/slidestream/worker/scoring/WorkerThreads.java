package io.slidestream.worker.scoring;

import java.util.List;
import java.util.stream.IntStream;

/** Named daemon threads that start and end together. */
public final class WorkerThreads {
    private final List<Thread> threads;

    public WorkerThreads(String name, List<? extends Runnable> loops) {
        if (loops.isEmpty()) {
            throw new IllegalArgumentException("there must be at least 1 " + name + " thread");
        }
        threads = IntStream.range(0, loops.size())
                .mapToObj(i -> {
                    Thread thread = new Thread(loops.get(i), loops.size() == 1 ? name : name + "-" + (i + 1));
                    thread.setDaemon(true);
                    return thread;
                })
                .toList();
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Waits for every thread that was started; an interrupt ends the waiting and is kept. */
    public void join() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
