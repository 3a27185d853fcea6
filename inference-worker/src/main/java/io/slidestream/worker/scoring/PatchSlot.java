package io.slidestream.worker.scoring;

/** The place of one tile in a batch, held by the reader that fills it. */
final class PatchSlot {
    private final PatchBatch batch;
    private final int index;
    private final BlockWork work;
    private final int tile;

    PatchSlot(PatchBatch batch, int index, BlockWork work, int tile) {
        this.batch = batch;
        this.index = index;
        this.work = work;
        this.tile = tile;
    }

    PatchBatch batch() {
        return batch;
    }

    /** Place in the batch. */
    int index() {
        return index;
    }

    BlockWork work() {
        return work;
    }

    /** Place in the block. */
    int tile() {
        return tile;
    }
}
