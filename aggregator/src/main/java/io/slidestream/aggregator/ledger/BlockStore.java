package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Topic;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The scores of one partition, as they arrived. Key: the map id's 16 bytes, the attempt and the block index, big-endian,
 * so that a range is the blocks of a map in order and no attempt is taken for another.
 */
public final class BlockStore {
    public static final String NAME = "blocks";

    private final KeyValueStore<Bytes, byte[]> store;

    public BlockStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void put(BlockScored block) {
        store.put(
                key(block.mapId(), block.attempt(), block.blockIndex()),
                Topic.TILE_SCORES.codec().encode(block));
    }

    boolean holds(BlockScored block) {
        return store.get(key(block.mapId(), block.attempt(), block.blockIndex())) != null;
    }

    void remove(BlockScored block) {
        store.delete(key(block.mapId(), block.attempt(), block.blockIndex()));
    }

    /** Shows the blocks of one attempt in order of block index; the action may change the block it is shown. */
    void forEach(MapId map, int attempt, Consumer<BlockScored> action) {
        try (Blocks blocks = blocks(map, attempt)) {
            blocks.forEachRemaining(action);
        }
    }

    /** The blocks of one attempt in order of block index; the caller closes it. */
    Blocks blocks(MapId map, int attempt) {
        return new Blocks(store.range(key(map, attempt, 0), key(map, attempt, Integer.MAX_VALUE)));
    }

    /** Removes the blocks of all attempts; returns how many there were. */
    long removeAll(MapId map) {
        long removed = 0;
        try (KeyValueIterator<Bytes, byte[]> all =
                store.range(key(map, 0, 0), key(map, Integer.MAX_VALUE, Integer.MAX_VALUE))) {
            for (; all.hasNext(); removed++) {
                store.delete(all.next().key);
            }
        }
        return removed;
    }

    private static Bytes key(MapId map, int attempt, int blockIndex) {
        return Bytes.wrap(ByteBuffer.allocate(24)
                .put(HexFormat.of().parseHex(map.hex()))
                .putInt(attempt)
                .putInt(blockIndex)
                .array());
    }

    /** Decodes as it goes. */
    static final class Blocks implements Iterator<BlockScored>, AutoCloseable {
        private final KeyValueIterator<Bytes, byte[]> entries;

        private Blocks(KeyValueIterator<Bytes, byte[]> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public BlockScored next() {
            try {
                return Topic.TILE_SCORES.codec().decode(entries.next().value);
            } catch (MalformedMessageException e) {
                throw new IllegalStateException("the state store holds a damaged block: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
