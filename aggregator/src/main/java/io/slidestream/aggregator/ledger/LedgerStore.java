package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.MapId;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The ledgers of one partition, by map id. */
public final class LedgerStore {
    public static final String NAME = "ledgers";

    private final KeyValueStore<Bytes, byte[]> store;

    public LedgerStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Nullable
    public Ledger find(MapId map) {
        byte[] bytes = store.get(key(map));
        return bytes == null ? null : LedgerCodec.decode(bytes);
    }

    void put(MapId map, Ledger ledger) {
        store.put(key(map), LedgerCodec.encode(ledger));
    }

    void remove(MapId map) {
        byte[] unused = store.delete(key(map));
    }

    void forEach(BiConsumer<MapId, Ledger> action) {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                action.accept(
                        new MapId(new String(entry.key.get(), StandardCharsets.US_ASCII)),
                        LedgerCodec.decode(entry.value));
            }
        }
    }

    private static Bytes key(MapId map) {
        return Bytes.wrap(map.hex().getBytes(StandardCharsets.US_ASCII));
    }
}
