package io.slidestream.worker.blocks;

import io.slidestream.contracts.Topic;

/** Where a share consumer takes its blocks, and when. */
interface Lane {
    /** The topic of the blocks. */
    String topic();

    /** Whether to take more blocks now. */
    boolean isOpen();

    /** Call after each poll. */
    void polled(boolean blocksCame);

    /** No more polls follow. */
    void close();

    /** Of a worker that knows no urgent blocks. */
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
            public void polled(boolean blocksCame) {}

            @Override
            public void close() {}
        };
    }
}
