package io.slidestream.worker;

import java.util.List;
import java.util.stream.IntStream;

/** Named daemon threads that run the same loop. */
final class WorkerThreads {
    private final List<Thread> threads;

    WorkerThreads(String name, int count, Runnable loop) {
        if (count < 1) {
            throw new IllegalArgumentException("there must be at least 1 " + name + " thread, was " + count);
        }
        threads = IntStream.range(0, count)
                .mapToObj(i -> {
                    Thread thread = new Thread(loop, count == 1 ? name : name + "-" + (i + 1));
                    thread.setDaemon(true);
                    return thread;
                })
                .toList();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void interruptAndJoin() {
        threads.forEach(Thread::interrupt);
        join();
    }

    /** Waits for every thread that was started; an interrupt ends the waiting and is kept. */
    void join() {
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
