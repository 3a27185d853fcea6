package io.slidestream.aggregator.streams;

import io.slidestream.aggregator.ledger.BlockStore;
import io.slidestream.aggregator.ledger.LedgerParts;
import io.slidestream.aggregator.ledger.LedgerStore;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.TopicPlan;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Topics slides and tile-scores, keyed by map id, into the ledgers; out come tumor-maps and dead-letters. Both inputs
 * must have equally many partitions, or a map's manifest and its scores would meet in different tasks.
 */
public final class TumorMapTopology {
    static final String UPDATES = "updates";
    static final String DEAD_LETTERS = "dead-letters";
    private static final String EVENTS = "slide-events";
    private static final String SCORES = "block-scores";
    private static final String LEDGERS = "map-ledgers";

    private TumorMapTopology() {}

    public static Topology of(LedgerParts parts) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        return new Topology()
                .addSource(EVENTS, in, in, Topic.SLIDES.name())
                .addSource(SCORES, in, in, Topic.TILE_SCORES.name())
                .addProcessor(LEDGERS, () -> new LedgerProcessor(parts), EVENTS, SCORES)
                .addStateStore(store(LedgerStore.NAME), LEDGERS)
                .addStateStore(store(BlockStore.NAME), LEDGERS)
                .addSink(UPDATES, Topic.TUMOR_MAPS.name(), out, out, LEDGERS)
                .addSink(DEAD_LETTERS, Topic.DEAD_LETTERS, out, out, LEDGERS);
    }

    /**
     * Store without a cache in front: measured faster here, as nearly every write is of a new key. The changelog is
     * compacted as our topics are: by default what closed maps left would stay for a week, or up to 1 GB a partition.
     */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(TopicPlan.compacted());
    }
}
