package io.slidestream.worker.scoring;

import io.slidestream.contracts.time.Ticks;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers patches over blocks and slides into batches for the engine. Readers wait when every buffer is taken: memory is
 * that of the buffers whatever the backlog.
 *
 * <p>A batch leaves when it is full, or when no patch has come for the linger time; while blocks are still being read, for
 * twenty times as long. The quiet counts, not the age of the batch: a partial batch costs the engine as much as a full
 * one, so as long as patches are to come it pays to wait.
 */
final class BatchCollector {
    static final int LINGER_FACTOR_WHILE_READING = 20;

    private static final long NEVER = Long.MIN_VALUE;

    private final long lingerNanos;
    private final Ticks ticks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition bufferFree = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final Deque<PatchBatch> free = new ArrayDeque<>();
    private final Deque<PatchBatch> sealed = new ArrayDeque<>();
    private @Nullable PatchBatch open;
    private int batchSize;
    private long lastClaimNanos;
    private int blocksBeingRead;
    private boolean closed;
    private boolean awaited;
    private long starvingSince = NEVER;
    private long starvedNanos;
    private long blockedNanos;

    /** @param room makes memory for a whole batch */
    BatchCollector(int batchSize, Supplier<FloatBuffer> room, int buffers, Duration linger, Ticks ticks) {
        if (buffers < 1) {
            throw new IllegalArgumentException("buffers must be at least 1, was " + buffers);
        }
        this.batchSize = batchSize;
        lingerNanos = linger.toNanos();
        this.ticks = ticks;
        for (int i = 0; i < buffers; i++) {
            free.add(new PatchBatch(batchSize, room.get()));
        }
    }

    /** Announces the patches of one more block, which come until {@link #blockEnded}. */
    void blockBegun() {
        lock.lock();
        try {
            blocksBeingRead++;
            if (awaited && starvingSince == NEVER) {
                starvingSince = ticks.nanos();
            }
        } finally {
            lock.unlock();
        }
    }

    void blockEnded() {
        lock.lock();
        try {
            blocksBeingRead--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A place for one patch, which its holder must {@link #settle}; waits for a free buffer. Empty once closed. */
    Optional<PatchSlot> claim(BlockWork work, int tile) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitBuffer();
            if (closed) {
                return Optional.empty();
            }
            PatchBatch batch = open == null ? free.remove() : open;
            batch.shrink(batchSize);
            open = batch;
            lastClaimNanos = ticks.nanos();
            PatchSlot slot = batch.claim(work, tile, lastClaimNanos);
            if (batch.isFull()) {
                seal(batch);
            }
            changed.signalAll();
            return Optional.of(slot);
        } finally {
            lock.unlock();
        }
    }

    /** The holder will not touch the slot's patch again. A batch leaves when all its slots are settled. */
    void settle(PatchSlot slot) {
        lock.lock();
        try {
            slot.batch().settleOne();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next batch; the caller owns it until {@link #recycle}. Empty when closed and nothing is left. */
    Optional<PatchBatch> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<PatchBatch> batch = ready();
                if (batch.isPresent() || (closed && open == null && sealed.isEmpty())) {
                    return batch;
                }
                awaitChange();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Time that {@link #take} has waited while blocks were in hand, with the wait that is going on. */
    long starvedNanos() {
        lock.lock();
        try {
            boolean starving = awaited && starvingSince != NEVER;
            return starvedNanos + (starving ? ticks.nanos() - starvingSince : 0);
        } finally {
            lock.unlock();
        }
    }

    /** Total time that callers of {@link #claim} have waited for a free buffer. */
    long blockedNanos() {
        lock.lock();
        try {
            return blockedNanos;
        } finally {
            lock.unlock();
        }
    }

    /** The batch that {@link #take} would return now without waiting. */
    Optional<PatchBatch> ready() {
        lock.lock();
        try {
            if (sealed.isEmpty() && open != null && (closed || quietNanosLeft() <= 0)) {
                seal(open);
            }
            PatchBatch first = sealed.peek();
            return first != null && first.isSettled() ? Optional.of(sealed.remove()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Age of the batch since its first patch was claimed. */
    long ageNanos(PatchBatch batch) {
        return ticks.nanos() - batch.begunNanos();
    }

    void recycle(PatchBatch batch) {
        lock.lock();
        try {
            batch.clear();
            free.add(batch);
            bufferFree.signalAll(); // each waiting reader has a place in it
        } finally {
            lock.unlock();
        }
    }

    /** Reduces the size of new batches; those in hand may be larger. */
    void shrink(int patches) {
        lock.lock();
        try {
            batchSize = patches;
            PatchBatch filling = open;
            if (filling != null && filling.slots().size() >= patches) {
                seal(filling);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more patches; those in hand leave at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
            bufferFree.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitBuffer() throws InterruptedException {
        long begun = ticks.nanos();
        boolean waited = false;
        while (open == null && free.isEmpty() && !closed) {
            waited = true;
            bufferFree.await();
        }
        if (waited) {
            blockedNanos += ticks.nanos() - begun;
        }
    }

    /**
     * Waits for a change. It counts as starvation while there is work: from its beginning, or from when the first block
     * came.
     */
    @SuppressWarnings("WaitNotInLoop") // its callers look again, and wait again
    private void awaitChange() throws InterruptedException {
        boolean workInHand = blocksBeingRead > 0 || open != null || !sealed.isEmpty();
        starvingSince = workInHand ? ticks.nanos() : NEVER;
        awaited = true;
        try {
            if (open != null && sealed.isEmpty()) {
                long unused = changed.awaitNanos(quietNanosLeft());
            } else {
                changed.await();
            }
        } finally {
            awaited = false;
            if (starvingSince != NEVER) {
                starvedNanos += ticks.nanos() - starvingSince;
            }
        }
    }

    private long quietNanosLeft() {
        long quiet = blocksBeingRead == 0 ? lingerNanos : lingerNanos * LINGER_FACTOR_WHILE_READING;
        return lastClaimNanos + quiet - ticks.nanos();
    }

    private void seal(PatchBatch batch) {
        sealed.add(batch);
        open = null;
    }
}
