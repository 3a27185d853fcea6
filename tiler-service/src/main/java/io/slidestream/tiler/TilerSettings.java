package io.slidestream.tiler;

import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.contracts.TileGrid;
import io.slidestream.networks.engine.Symmetries;
import io.slidestream.servicekit.config.BucketSettings;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Forms;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.slides.isolation.Isolation;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.s3.BucketException;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.S3SlideStore;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.SlideStore;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.tiler.tissue.InkHandling;
import io.slidestream.tiler.tissue.TissueSettings;
import io.slidestream.tiler.watch.BucketEvents;
import io.slidestream.tiler.watch.SlideWatcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tiler's keys. Stride, mpp, tissue share, ink, symmetries and model are part of the map id: changing one makes new maps. */
public final class TilerSettings {
    public static final int HTTP_PORT = 8081;
    public static final String BUCKET = "bucket";
    public static final String EVENTS_TOPIC = "bucket.events.topic";
    public static final String MODEL = "model";
    public static final String MPP = "mpp";
    public static final String STRIDE = "stride";
    public static final String TILES_LIMIT = "tiles.limit";
    public static final String TISSUE_SHARE = "tissue.share";
    public static final String WATCH_INTERVAL = "watch.interval";
    public static final String SETTLE_TIME = "settle.time";
    public static final String INCOMPLETE_LIMIT = "incomplete.limit";
    public static final String TILING_THREADS = "tiling.threads";

    private static final Logger log = LoggerFactory.getLogger(TilerSettings.class);

    private TilerSettings() {}

    public static ConfigDef definition() {
        return BucketSettings.define(CommonSettings.definition(HTTP_PORT))
                .define(
                        BUCKET,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        folder(),
                        Importance.HIGH,
                        "Where slides arrive: a folder, as a path or a file: URI, which every worker must see at the same"
                                + " path; or s3://BUCKET/FOLDER, with the keys s3.*. It is only read.")
                .define(
                        EVENTS_TOPIC,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "Topic on which the S3 server's notifications arrive. Each has the bucket listed at once instead"
                                + " of after the watch interval, which may then be long.")
                .define(
                        MODEL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Forms.path(),
                        Importance.HIGH,
                        "Folder of the model bundle. The tiler takes from it the patch size and resolution, and the id.")
                .define(
                        Symmetries.SETTING,
                        ConfigDef.Type.STRING,
                        Symmetries.NONE,
                        ConfigDef.ValidString.in(Symmetries.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        Symmetries.DOCUMENTATION)
                .define(
                        ReaderChoice.SETTING,
                        ConfigDef.Type.STRING,
                        ReaderChoice.AUTO.label(),
                        ConfigDef.ValidString.in(ReaderChoice.labels().toArray(String[]::new)),
                        Importance.LOW,
                        ReaderChoice.DOCUMENTATION)
                .define(
                        Isolation.SETTING,
                        ConfigDef.Type.STRING,
                        Isolation.PROCESS.label(),
                        ConfigDef.ValidString.in(Isolation.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        Isolation.DOCUMENTATION)
                .define(
                        MPP,
                        ConfigDef.Type.DOUBLE,
                        null,
                        Forms.optional(Range.between(PlausibleMpp.MIN, PlausibleMpp.MAX)),
                        Importance.MEDIUM,
                        "Microns per full-resolution pixel, for every slide, whatever the slides say. Unset, each"
                                + " slide's own is used and a slide without is rejected.")
                .define(
                        STRIDE,
                        ConfigDef.Type.DOUBLE,
                        1.0,
                        Range.between(0.01, 1),
                        Importance.MEDIUM,
                        "Distance between tiles as a share of their side: 1 lays them edge to edge, 0.5 overlaps them"
                                + " by half and makes four times as many.")
                .define(
                        TISSUE_SHARE,
                        ConfigDef.Type.DOUBLE,
                        TissueSettings.DEFAULT.minTileShare(),
                        Range.between(0.001, 1),
                        Importance.MEDIUM,
                        "The share of a tile that must be tissue for it to be classified.")
                .define(
                        InkHandling.SETTING,
                        ConfigDef.Type.STRING,
                        InkHandling.AUTO.label(),
                        ConfigDef.ValidString.in(InkHandling.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        InkHandling.DOCUMENTATION)
                .define(
                        TILES_LIMIT,
                        ConfigDef.Type.INT,
                        TilingRecipe.DEFAULT_TILES_LIMIT,
                        Range.between(1, TileGrid.MAX_CELLS),
                        Importance.MEDIUM,
                        "A slide that would get more tiles is rejected as too-many-tiles before any is published: mostly"
                                + " its resolution is wrong.")
                .define(
                        WATCH_INTERVAL,
                        ConfigDef.Type.STRING,
                        seconds(SlideWatcher.Patience.DEFAULT.interval()),
                        Forms.duration(),
                        Importance.LOW,
                        "How often the bucket is listed.")
                .define(
                        SETTLE_TIME,
                        ConfigDef.Type.STRING,
                        seconds(SlideWatcher.Patience.DEFAULT.settleTime()),
                        Forms.duration(),
                        Importance.MEDIUM,
                        "A slide counts as arrived when neither its size nor its time changed for so long and it opens.")
                .define(
                        INCOMPLETE_LIMIT,
                        ConfigDef.Type.STRING,
                        SlideWatcher.Patience.DEFAULT.incompleteLimit().toHours() + "h",
                        Forms.duration(),
                        Importance.MEDIUM,
                        "A slide whose end is still missing so long after it last changed is rejected, and one that goes"
                                + " on changing for so long; when it changes next, it is tried again.")
                .define(
                        TILING_THREADS,
                        ConfigDef.Type.INT,
                        1,
                        Range.between(1, 64),
                        Importance.LOW,
                        "Slides tiled at the same time. One keeps up with many workers unless slides are huge and have"
                                + " no low-resolution level.");
    }

    static SlideStore bucket(Settings settings, SlideFetchers fetchers) {
        String place = settings.text(BUCKET);
        if (S3Location.isOne(place)) {
            return s3(S3Location.parse(place), fetchers);
        }
        Path folder = folder(place);
        try {
            return new FolderSlideStore(folder, fetchers);
        } catch (IOException e) {
            throw new StartupException(
                    "the bucket " + folder + " is no folder that can be read; create it or correct the setting '"
                            + BUCKET + "'",
                    e);
        }
    }

    /** A server that does not answer yet is waited for, as it would be later. */
    private static SlideStore s3(S3Location place, SlideFetchers fetchers) {
        try {
            S3SlideStore store = fetchers.store(place);
            try {
                store.check();
            } catch (BucketException e) {
                if (e.kind() != BucketException.Kind.PASSING) {
                    throw e;
                }
                log.warn("{}", e.toString());
            }
            return store;
        } catch (BucketException e) {
            throw new StartupException(e.toString(), e);
        }
    }

    static Optional<BucketEvents> events(
            Settings settings, SlideWatcher watcher, DeadLetters deadLetters, TilerMetrics metrics) {
        return settings.optionalText(EVENTS_TOPIC).map(topic -> {
            if (!S3Location.isOne(settings.text(BUCKET))) {
                throw new StartupException(
                        "'" + EVENTS_TOPIC + "' is for buckets in S3; '" + BUCKET + "' is " + settings.text(BUCKET));
            }
            S3Location place = S3Location.parse(settings.text(BUCKET));
            return BucketEvents.in(settings.kafka(), topic, place, watcher::lookNow, deadLetters, metrics);
        });
    }

    static TissueSettings tissue(Settings settings) {
        return TissueSettings.DEFAULT
                .withMinTileShare(settings.decimal(TISSUE_SHARE))
                .withInk(InkHandling.of(settings.text(InkHandling.SETTING)));
    }

    static @Nullable Double mpp(Settings settings) {
        return settings.optionalDecimal(MPP).isPresent()
                ? settings.optionalDecimal(MPP).getAsDouble()
                : null;
    }

    static SlideWatcher.Patience patience(Settings settings) {
        return new SlideWatcher.Patience(
                settings.duration(WATCH_INTERVAL), settings.duration(SETTLE_TIME), settings.duration(INCOMPLETE_LIMIT));
    }

    /** Folder where slides arrive, unless that is S3. */
    static Optional<Path> folder(Settings settings) {
        String place = settings.text(BUCKET);
        return S3Location.isOne(place) ? Optional.empty() : Optional.of(folder(place));
    }

    private static Path folder(String text) {
        return text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
    }

    private static ConfigDef.Validator folder() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        if (value != null && S3Location.isOne(value.toString())) {
                            S3Location unused = S3Location.parse(value.toString());
                        } else if (value != null && (value.toString().isBlank() || folder(value.toString()) == null)) {
                            throw new ConfigException(name, value, "must name a folder or s3://BUCKET/FOLDER");
                        }
                    } catch (InvalidPathException e) {
                        throw new ConfigException(name, value, "not a path: " + e.getReason());
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(name, value, "not a file: or s3: URI: " + e.getMessage());
                    }
                },
                () -> "a folder, as a path or a file: URI; or s3://BUCKET/FOLDER");
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
