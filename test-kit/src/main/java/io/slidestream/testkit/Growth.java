package io.slidestream.testkit;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * Holds that a test which does something again and again ends with as much as it had after a fifth of the way: living objects,
 * direct memory, threads, open files. What fills first and stays bounded is full by then; what leaks is not.
 */
public final class Growth {
    /** Bytes of noise: a leak of ten bytes for each of a million records, or of two thousand for each of some thousands, is more. */
    private static final long ALLOWED_BYTES = 8 << 20;

    private static final int ALLOWED_THREADS = 4;
    private static final int ALLOWED_FILES = 16;

    private final int steps;
    private Held early = new Held(0, 0, 0, 0);
    private boolean isMeasured;

    /** @param steps how often the test does it */
    public Growth(int steps) {
        this.steps = steps;
    }

    /** Tells that this step begins; counted from 0. */
    public void at(int step) {
        if (step == steps / 5) {
            early = Held.now();
            isMeasured = true;
        }
    }

    /** Throws an {@link AssertionError} with both measurements where something has grown since. */
    public void assertNone() {
        assertNone(0);
    }

    /** The same, but for the bytes of what was rightly kept. */
    public void assertNone(long keptBytes) {
        if (!isMeasured) {
            throw new IllegalStateException("step " + steps / 5 + " of " + steps + " was never told");
        }
        Held late = Held.now();
        System.getLogger(Growth.class.getName())
                .log(System.Logger.Level.INFO, "after a fifth {0}, in the end {1}", early, late);
        if (late.heapBytes - early.heapBytes > ALLOWED_BYTES + keptBytes
                || late.directBytes - early.directBytes > ALLOWED_BYTES
                || late.threads - early.threads > ALLOWED_THREADS
                || late.files - early.files > ALLOWED_FILES) {
            throw new AssertionError(
                    "grew in " + steps + " steps: " + early + " after a fifth of them, " + late + " in the end");
        }
    }

    private record Held(long heapBytes, long directBytes, int threads, long files) {
        static Held now() {
            System.gc();
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new Held(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    direct,
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getOperatingSystemMXBean()
                                    instanceof com.sun.management.UnixOperatingSystemMXBean unix
                            ? unix.getOpenFileDescriptorCount()
                            : 0);
        }
    }
}
