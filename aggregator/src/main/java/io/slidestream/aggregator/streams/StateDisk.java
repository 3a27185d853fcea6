package io.slidestream.aggregator.streams;

import io.slidestream.aggregator.config.AggregatorSettings;
import io.slidestream.contracts.files.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disk under the state. When it is full, RocksDB has its callers wait, and not all of them are woken when there is room
 * again: so the aggregator ends in time, to be started again. What it knows is in Kafka.
 */
public record StateDisk(Path folder) {
    static final long LEAST_BYTES = 16L << 20;

    /** Reason why no state can be kept here now, and the remedy. */
    public Optional<String> fault() {
        try {
            Files.createDirectories(folder);
            long bytes = folder.toFile().getUsableSpace();
            return bytes >= LEAST_BYTES
                    ? Optional.empty()
                    : Optional.of("the disk of " + AggregatorSettings.STATE_FOLDER + " " + folder + " is full (" + bytes
                            + " bytes left); make room, nothing is lost");
        } catch (IOException e) {
            return Optional.of(
                    AggregatorSettings.STATE_FOLDER + " " + folder + " cannot be used: " + FileFault.words(e));
        }
    }
}
