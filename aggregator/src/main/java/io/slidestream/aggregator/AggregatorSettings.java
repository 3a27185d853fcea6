package io.slidestream.aggregator;

import io.slidestream.servicekit.CommonSettings;
import io.slidestream.servicekit.Forms;
import io.slidestream.servicekit.Settings;
import io.slidestream.slides.ReaderChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What the aggregator needs to know.
 *
 * @param kafka properties of any Kafka client, bootstrap.servers at least
 * @param stateFolder of one instance; may be lost, Kafka keeps a copy
 * @param replication of the topics that keep the state, at most the number of brokers
 * @param snapshotInterval the least time between two snapshots of one open map
 * @param retryInterval the pause before results that could not be written are tried again
 */
public record AggregatorSettings(
        Map<String, Object> kafka,
        Path stateFolder,
        int threads,
        int replication,
        Duration snapshotInterval,
        Duration retryInterval) {
    public static final String RESULTS_FOLDER = "results.folder";
    public static final String STATE_FOLDER = "state.folder";
    public static final String THREADS = "threads";
    public static final String SNAPSHOT_INTERVAL = "snapshot.interval";
    public static final String RETRY_INTERVAL = "retry.interval";

    private static final int HTTP_PORT = 8083;

    public AggregatorSettings {
        kafka = Map.copyOf(kafka);
        if (threads < 1 || replication < 1) {
            throw new IllegalArgumentException(
                    "threads and replication must be positive, were " + threads + " and " + replication);
        }
    }

    /** The keys of the service. */
    public static ConfigDef definition() {
        return CommonSettings.definition(HTTP_PORT)
                .define(
                        ReaderChoice.SETTING,
                        ConfigDef.Type.STRING,
                        ReaderChoice.AUTO.label(),
                        ConfigDef.ValidString.in(ReaderChoice.labels().toArray(String[]::new)),
                        ConfigDef.Importance.LOW,
                        ReaderChoice.DOCUMENTATION)
                .define(
                        RESULTS_FOLDER,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Forms.path(),
                        ConfigDef.Importance.HIGH,
                        "Where the maps are written, a folder for each slide. Made when it is missing.")
                .define(
                        STATE_FOLDER,
                        ConfigDef.Type.STRING,
                        "aggregator-state",
                        Forms.path(),
                        ConfigDef.Importance.HIGH,
                        "Where this instance keeps its ledgers; no other instance may use it. If it is lost, Kafka"
                                + " restores it.")
                .define(
                        THREADS,
                        ConfigDef.Type.INT,
                        2,
                        ConfigDef.Range.between(1, 64),
                        ConfigDef.Importance.LOW,
                        "Threads that keep ledgers and write maps; a map being written occupies one.")
                .define(
                        SNAPSHOT_INTERVAL,
                        ConfigDef.Type.STRING,
                        "500ms",
                        Forms.duration(),
                        ConfigDef.Importance.LOW,
                        "How often the progress of an open map is published at most.")
                .define(
                        RETRY_INTERVAL,
                        ConfigDef.Type.STRING,
                        "5s",
                        Forms.duration(),
                        ConfigDef.Importance.LOW,
                        "The pause before results that could not be written are tried again; it doubles with each"
                                + " failure up to twelve times this.");
    }

    public static AggregatorSettings from(Settings settings) {
        return new AggregatorSettings(
                settings.kafka(),
                settings.path(STATE_FOLDER),
                settings.number(THREADS),
                settings.number(CommonSettings.TOPICS_REPLICATION),
                settings.duration(SNAPSHOT_INTERVAL),
                settings.duration(RETRY_INTERVAL));
    }
}
