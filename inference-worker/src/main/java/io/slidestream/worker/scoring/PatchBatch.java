package io.slidestream.worker.scoring;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A reusable buffer for one engine call and the tiles that lie in it. Guarded by its collector's lock, except for
 * the pixels: a slot's holder writes its own patch until it settles the slot, then the engine thread reads.
 */
final class PatchBatch {
    private final FloatBuffer patches;
    private int size;
    private final List<PatchSlot> slots = new ArrayList<>();
    private int settled;
    private long begunNanos;
    private boolean inEngine;

    PatchBatch(int size, FloatBuffer patches) {
        this.size = size;
        this.patches = patches;
    }

    FloatBuffer patches() {
        return patches;
    }

    /** Every claimed slot, in the order of the patches; a spoiled one stays, its block being over. */
    List<PatchSlot> slots() {
        return slots;
    }

    /** Time at which the first slot was claimed, by the collector's clock. */
    long begunNanos() {
        return begunNanos;
    }

    /** The engine has begun with it, and must be asked for its scores. */
    void givenToEngine() {
        inEngine = true;
    }

    boolean isInEngine() {
        return inEngine;
    }

    PatchSlot claim(BlockWork work, int tile, long nowNanos) {
        if (slots.isEmpty()) {
            begunNanos = nowNanos;
        }
        PatchSlot slot = new PatchSlot(this, slots.size(), work, tile);
        slots.add(slot);
        return slot;
    }

    void settleOne() {
        settled++;
    }

    /** Takes fewer patches from now on; those that lie in it stay. */
    void shrink(int patches) {
        size = Math.min(size, patches);
    }

    boolean isFull() {
        return slots.size() >= size;
    }

    boolean isSettled() {
        return settled == slots.size();
    }

    void clear() {
        slots.clear();
        settled = 0;
        inEngine = false;
    }
}
