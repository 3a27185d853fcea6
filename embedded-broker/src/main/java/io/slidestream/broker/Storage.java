package io.slidestream.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Kafka's data folder. It keeps the format that it was made with, so that an older Slidestream can go on with a folder of its
 * own after a newer one has used it; none can read the folder of a newer one.
 */
final class Storage {
    private static final Pattern SNAPSHOT = Pattern.compile("\\d{20}-\\d{10}\\.checkpoint");

    private Storage() {}

    /** meta.properties is written last, so a folder whose formatting was cut short is formatted again. */
    static void formatIfNew(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerProperties.NODE_ID)
                .setControllerListenerName(BrokerProperties.CONTROLLER)
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .run();
    }

    /**
     * Refuses a folder whose format this Kafka does not know: the broker would wait for itself in vain.
     *
     * @throws BrokerException with what to do
     */
    static void checkReadable(Path folder, Path data) throws Exception {
        MetadataVersion newest = MetadataVersion.latestProduction();
        String made;
        try {
            Optional<Path> snapshot = newestSnapshot(data);
            if (snapshot.isEmpty()) {
                return;
            }
            MetadataVersion version =
                    BootstrapMetadata.fromCheckpointFile(snapshot.get()).metadataVersion();
            if (newest.isAtLeast(version)) {
                return;
            }
            made = version.toString();
        } catch (IllegalArgumentException e) {
            made = String.valueOf(e.getMessage());
        }
        throw new BrokerException("the broker's folder " + folder + " was made by a newer Slidestream, Kafka's format "
                + newest + " is the newest known here (" + made
                + "); go on with that one, or choose another folder: maps that are written stay");
    }

    /** Every snapshot of Kafka's metadata names the format; the first is written when a folder is made. */
    private static Optional<Path> newestSnapshot(Path data) throws IOException {
        Path metadata = data.resolve("__cluster_metadata-0");
        if (!Files.isDirectory(metadata)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(metadata)) {
            return files.filter(file ->
                            SNAPSHOT.matcher(file.getFileName().toString()).matches())
                    .max(Comparator.comparing(Path::getFileName));
        }
    }
}
