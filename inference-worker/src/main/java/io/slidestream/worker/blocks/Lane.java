package io.slidestream.worker.blocks;

import io.slidestream.contracts.Topic;

/** The topic that a share consumer takes blocks from, and permission to poll it. */
interface Lane {
    /** The topic of the blocks. */
    String topic();

    /** Whether to take more blocks now. */
    boolean isOpen();

    /** Call after each poll that brought blocks. */
    void foundBlocks();

    /** Call after each poll that brought none. */
    void foundNone();

    /** Call after the last poll. */
    void close();

    /** Lane of a worker that has no urgent lane. */
    static Lane alone() {
        return new Lane() {
            @Override
            public String topic() {
                return Topic.TILE_BLOCKS.name();
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void foundBlocks() {}

            @Override
            public void foundNone() {}

            @Override
            public void close() {}
        };
    }
}
