package io.slidestream.aggregator.streams;

import io.slidestream.aggregator.ledger.LedgerStore;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/*
 * Ledgers name slides, and one that is removed stays in an older file until that is compacted with the newer one. By default that waits
 * for four files, which a store that is flushed at each end of the service may never have. Ledgers are small: they are compacted
 * whenever there are two files, as when the service starts again after something was removed.
 */
/** One budget of native memory for all stores of this JVM; Kafka's default is 98 MB for each store of each partition. */
public final class SharedRocksMemory implements RocksDBConfigSetter {
    private static final long TOTAL_BYTES = 128L << 20;
    private static final long WRITE_BYTES = 64L << 20;
    private static final Cache CACHE = new LRUCache(TOTAL_BYTES);
    private static final WriteBufferManager WRITES = new WriteBufferManager(WRITE_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITES);
        if (storeName.equals(LedgerStore.NAME)) {
            options.setLevel0FileNumCompactionTrigger(1);
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // the budget is shared and lives as long as the JVM
    }
}
