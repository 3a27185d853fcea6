package io.slidestream.aggregator.config;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.results.BucketCopy;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.ResultsCopy;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.servicekit.config.BucketSettings;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Forms;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.slides.s3.BucketException;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.viewer.ViewerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of the aggregator.
 *
 * @param kafka properties of any Kafka client, bootstrap.servers at least
 * @param stateFolder of one instance; may be lost, Kafka keeps a copy
 * @param replication of the topics that keep the state, at most the number of brokers
 * @param standbys instances that keep a copy of another's ledgers beside their own
 * @param snapshotInterval the least time between two snapshots of one open map
 * @param retryInterval the pause before results that could not be written are tried again
 */
public record AggregatorSettings(
        Map<String, Object> kafka,
        Path stateFolder,
        int threads,
        int replication,
        int standbys,
        Duration snapshotInterval,
        Duration retryInterval) {
    /** The service's name in headers, metrics and traces. */
    public static final String SERVICE = "aggregator";

    public static final String RESULTS_FOLDER = "results.folder";
    public static final String RESULTS_UPLOAD = "results.upload";
    public static final String RESULTS_FORMATS = "results.formats";
    public static final String RESULTS_KEEP = "results.keep";
    public static final String RESULTS_SMOOTHING = "results.smoothing";
    public static final String TUMOR_THRESHOLD = "results.tumor.threshold";
    public static final String TUMOR_CLASS = "results.tumor.class";
    public static final String UNSURE_BELOW = "results.unsure.below";
    public static final String STATE_FOLDER = "state.folder";
    public static final String STANDBYS = "state.standbys";
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
        ConfigDef own = OpeningSettings.define(
                        BucketSettings.defineRoots(BucketSettings.define(CommonSettings.definition(HTTP_PORT))))
                .define(
                        RESULTS_FOLDER,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Forms.path(),
                        ConfigDef.Importance.HIGH,
                        "Where the maps are written, a folder for each slide. Made when it is missing.")
                .define(
                        RESULTS_UPLOAD,
                        ConfigDef.Type.STRING,
                        null,
                        Forms.optional(upload()),
                        ConfigDef.Importance.MEDIUM,
                        "Where each map is also copied to, s3://BUCKET/FOLDER, with the keys s3.*: summary.json last,"
                                + " and before it appears in results.folder. While that fails, it is tried again and"
                                + " health says so.")
                .define(
                        RESULTS_FORMATS,
                        ConfigDef.Type.LIST,
                        "default",
                        formats(),
                        ConfigDef.Importance.MEDIUM,
                        "What is written of each map beside summary.json, separated by commas: "
                                + MapFormats.labels() + "; all; default stands for "
                                + MapFormats.labels(MapFormats.DEFAULT) + ".")
                .define(
                        RESULTS_KEEP,
                        ConfigDef.Type.STRING,
                        FolderResultsStore.Keep.ALL.label(),
                        ConfigDef.ValidString.in(
                                FolderResultsStore.Keep.ALL.label(), FolderResultsStore.Keep.ONE.label()),
                        ConfigDef.Importance.MEDIUM,
                        "Which maps of a slide stay when another one of it is made, by another model or with other"
                                + " settings. all: the newest is in the slide's folder, the others in maps/<map id>"
                                + " below. one: the newest, in place of the one before.")
                .define(
                        RESULTS_SMOOTHING,
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Range.between(0, MapSettings.MAX_SMOOTHING),
                        ConfigDef.Importance.LOW,
                        "Pictures show the mean over so many neighbours to each side; 0 shows the tiles as they are."
                                + " Figures and data files are never smoothed.")
                .define(
                        TUMOR_THRESHOLD,
                        ConfigDef.Type.DOUBLE,
                        MapSettings.DEFAULT_THRESHOLD,
                        threshold(),
                        ConfigDef.Importance.LOW,
                        "Neighbouring tiles with at least this tumour probability make a tumour region.")
                .define(
                        TUMOR_CLASS,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.LOW,
                        "Name of the model's class whose regions are measured; if not set, the class named TUM, tumor,"
                                + " cancer or the like.")
                .define(
                        UNSURE_BELOW,
                        ConfigDef.Type.DOUBLE,
                        MapSettings.DEFAULT_UNSURE_BELOW,
                        ConfigDef.Range.between(0, 1),
                        ConfigDef.Importance.LOW,
                        "A tile whose largest probability is below this is marked as unsure, in pictures, tables and"
                                + " figures; its class and probabilities stay as they are. 0 marks none.")
                .define(
                        STATE_FOLDER,
                        ConfigDef.Type.STRING,
                        "aggregator-state",
                        Forms.path(),
                        ConfigDef.Importance.HIGH,
                        "Where this instance keeps its ledgers; no other instance may use it. If it is lost, Kafka"
                                + " restores it.")
                .define(
                        STANDBYS,
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Range.between(0, 3),
                        ConfigDef.Importance.LOW,
                        "Other instances that keep a copy of this one's ledgers, so that they go on at once when it is lost;"
                                + " without any they restore them from Kafka first. More than there are other instances"
                                + " do nothing.")
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
        return ViewerSettings.define(own);
    }

    public static AggregatorSettings from(Settings settings) {
        return new AggregatorSettings(
                settings.kafka(),
                settings.path(STATE_FOLDER),
                settings.number(THREADS),
                settings.number(CommonSettings.TOPICS_REPLICATION),
                settings.number(STANDBYS),
                settings.duration(SNAPSHOT_INTERVAL),
                settings.duration(RETRY_INTERVAL));
    }

    /** Settings of the results that are written for each map. */
    public static ResultsSettings results(Settings settings) {
        return new ResultsSettings(
                MapFormats.of(settings.list(RESULTS_FORMATS)),
                new MapSettings(
                        settings.number(RESULTS_SMOOTHING),
                        settings.decimal(TUMOR_THRESHOLD),
                        settings.optionalText(TUMOR_CLASS).orElse(null),
                        settings.decimal(UNSURE_BELOW),
                        settings.flag(CommonSettings.LOG_REDACT) ? SlideTitles.IDS : SlideTitles.NAMES));
    }

    /**
     * Destination that results are copied to.
     *
     * @throws StartupException if they cannot be
     */
    public static ResultsCopy upload(Settings settings, SlideFetchers fetchers) {
        try {
            String place = settings.optionalText(RESULTS_UPLOAD).orElse(null);
            return place == null ? ResultsCopy.NONE : BucketCopy.to(S3Location.parse(place), fetchers.bucket());
        } catch (BucketException e) {
            throw new StartupException(e.toString(), e);
        }
    }

    private static ConfigDef.Validator upload() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        S3Location unused = S3Location.parse((String) value);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(name, value, e.getMessage());
                    }
                },
                () -> "s3://BUCKET/FOLDER");
    }

    @SuppressWarnings("unchecked") // ConfigDef parses a LIST to a list of strings
    private static ConfigDef.Validator formats() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        Set<MapFormat> unused = MapFormats.of((List<String>) value);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(name, value, e.getMessage());
                    }
                },
                () -> "names of formats");
    }

    private static ConfigDef.Validator threshold() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    double threshold = ((Number) value).doubleValue();
                    if (!(threshold > 0 && threshold <= 1)) {
                        throw new ConfigException(name, value, "must be above 0 and at most 1");
                    }
                },
                () -> "above 0, at most 1");
    }
}
