package io.slidestream.aggregator.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.aggregator.ledger.LedgerStore;
import io.slidestream.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactionStyle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class SharedRocksMemoryTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void removedLedger_isInNoFile_afterTheStoreWasOpenedAgain() throws Exception {
        try (Options options = options();
                RocksDB store = RocksDB.open(options, folder.toString())) {
            store.put(key("stays"), key("slide-that-stays"));
            store.put(key("goes"), key("PATIENT-ZEBRA"));
            flush(store);
            assertThat(isWritten("PATIENT-ZEBRA")).isTrue();
            store.delete(key("goes"));
            flush(store);
        }

        try (Options options = options();
                RocksDB store = RocksDB.open(options, folder.toString())) {
            Await.until("what was removed has left the tables", () -> !isWritten("PATIENT-ZEBRA"));
            assertThat(isWritten("slide-that-stays")).isTrue();
            assertThat(store.get(key("stays"))).isEqualTo(key("slide-that-stays"));
        }
    }

    /** As Kafka Streams makes them. */
    private static Options options() {
        Options options = new Options()
                .setCreateIfMissing(true)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setTableFormatConfig(new BlockBasedTableConfig());
        new SharedRocksMemory().setConfig(LedgerStore.NAME, options, Map.of());
        return options;
    }

    private static void flush(RocksDB store) throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            store.flush(waiting);
        }
    }

    private static byte[] key(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** Whether a text stands in a table of the store. */
    private boolean isWritten(String text) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> tables =
                    files.filter(file -> file.toString().endsWith(".sst")).toList();
            for (Path table : tables) {
                try {
                    if (new String(Files.readAllBytes(table), ISO_8859_1).contains(text)) {
                        return true;
                    }
                } catch (NoSuchFileException e) {
                    return isWritten(text); // compacted meanwhile
                }
            }
            return false;
        }
    }
}
