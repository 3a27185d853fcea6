package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** A stretch of memory that steps read and write; those that are never needed at the same time share addresses. */
final class Block {
    /** Where it lies. */
    enum Kind {
        /** In the memory of a lane, at {@link #address()}. */
        LANE,
        /** The caller's picture. */
        INPUT,
        /** The caller's row of numbers. */
        OUTPUT,
        /** The program's numbers, the same for all lanes. */
        FIXED
    }

    private final Kind kind;
    private final long bytes;
    private final @Nullable Pointer numbers;
    private int first = Integer.MAX_VALUE;
    private int last = -1;
    private long address;

    private Block(Kind kind, long bytes, @Nullable Pointer numbers) {
        this.kind = kind;
        this.bytes = bytes;
        this.numbers = numbers;
    }

    static Block ofLane(long bytes) {
        return new Block(Kind.LANE, bytes, null);
    }

    static Block of(Kind kind) {
        return new Block(kind, 0, null);
    }

    static Block fixed(Pointer numbers) {
        return new Block(Kind.FIXED, 0, numbers);
    }

    Kind kind() {
        return kind;
    }

    long bytes() {
        return bytes;
    }

    /** Notes that a step reads or writes it. */
    void usedBy(int step) {
        first = Math.min(first, step);
        last = Math.max(last, step);
    }

    boolean meets(Block other) {
        return first <= other.last && other.first <= last;
    }

    void place(long at) {
        address = at;
    }

    long address() {
        return address;
    }

    /**
     * Where a place of it lies.
     *
     * @return null for the caller's, which come with each picture
     */
    @Nullable
    Pointer at(long offset, Pointer lane) {
        return switch (kind) {
            case LANE -> lane.share(address + offset);
            case FIXED -> numbers;
            case INPUT, OUTPUT -> null;
        };
    }
}
