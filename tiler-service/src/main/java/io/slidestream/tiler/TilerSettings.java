package io.slidestream.tiler;

import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.contracts.TileGrid;
import io.slidestream.networks.engine.Symmetries;
import io.slidestream.servicekit.config.BucketSettings;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Forms;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.slides.s3.BucketException;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.S3Settings;
import io.slidestream.slides.s3.S3SlideStore;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.SlideStore;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.tiler.tissue.InkHandling;
import io.slidestream.tiler.tissue.TissueSettings;
import io.slidestream.tiler.watch.SlideWatcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of the tiler; the keys are explained in {@link #definition}. Stride, mpp, tissue fraction, ink, symmetries and model
 * are part of the map id: changing one makes new maps.
 *
 * @param bucket as it was set: a folder's path or URI, or a place in S3
 * @param eventsTopic null without notifications
 * @param stateFolder where what is known is kept; need not be there, nor be writable
 */
public record TilerSettings(
        String bucket,
        @Nullable String eventsTopic,
        S3Settings s3,
        OpeningSettings opening,
        Path model,
        int symmetries,
        Tiling tiling,
        SlideWatcher.Patience patience,
        Path stateFolder) {
    /**
     * How slides are tiled.
     *
     * @param mpp null: each slide's own
     */
    public record Tiling(
            double stride, @Nullable Double mpp, TissueSettings tissue, int tilesLimit, int threads, int blocksAhead) {}

    /** What a server of buckets tells of one of them, and where. */
    record Notifications(String topic, S3Location bucket) {}

    public static final int HTTP_PORT = 8081;
    public static final String BUCKET = "bucket";
    public static final String EVENTS_TOPIC = "bucket.events.topic";
    public static final String MODEL = "model";
    public static final String MPP = "mpp";
    public static final String STRIDE = "stride";
    public static final String TILES_LIMIT = "tiles.limit";
    public static final String TISSUE_FRACTION = "tissue.fraction";
    public static final String WATCH_INTERVAL = "watch.interval";
    public static final String SETTLE_TIME = "settle.time";
    public static final String INCOMPLETE_LIMIT = "incomplete.limit";
    public static final String TILING_THREADS = "tiling.threads";
    public static final String BLOCKS_AHEAD = "blocks.ahead";
    public static final String STATE_FOLDER = "state.folder";

    /** Ten workers' with their own defaults. */
    private static final int DEFAULT_BLOCKS_AHEAD = 128;

    private static final Logger log = LoggerFactory.getLogger(TilerSettings.class);

    /** Settings from the keys of {@link #definition}. */
    public static TilerSettings of(Settings settings) {
        OptionalDouble mpp = settings.optionalDecimal(MPP);
        return new TilerSettings(
                settings.text(BUCKET),
                settings.optionalText(EVENTS_TOPIC).orElse(null),
                BucketSettings.of(settings),
                OpeningSettings.of(settings),
                settings.path(MODEL),
                Symmetries.of(settings.text(Symmetries.SETTING)),
                new Tiling(
                        settings.decimal(STRIDE),
                        mpp.isPresent() ? mpp.getAsDouble() : null,
                        TissueSettings.DEFAULT
                                .withMinTileFraction(settings.decimal(TISSUE_FRACTION))
                                .withInk(InkHandling.of(settings.text(InkHandling.SETTING))),
                        settings.number(TILES_LIMIT),
                        settings.number(TILING_THREADS),
                        settings.number(BLOCKS_AHEAD)),
                new SlideWatcher.Patience(
                        settings.duration(WATCH_INTERVAL),
                        settings.duration(SETTLE_TIME),
                        settings.duration(INCOMPLETE_LIMIT)),
                settings.path(STATE_FOLDER));
    }

    public static ConfigDef definition() {
        return OpeningSettings.define(BucketSettings.define(CommonSettings.definition(HTTP_PORT)))
                .define(
                        BUCKET,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        validBucket(),
                        Importance.HIGH,
                        "Where slides arrive: a folder, as a path or a file: URI, which every worker must see at the"
                                + " same path; or s3://BUCKET/FOLDER, with the keys s3.*. It is only read.")
                .define(
                        EVENTS_TOPIC,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "Topic on which the S3 server's notifications arrive. Each has the bucket listed at once"
                                + " instead of after the watch interval, which may then be long.")
                .define(
                        MODEL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Forms.path(),
                        Importance.HIGH,
                        "Folder of the model bundle. The tiler takes from it the patch size and resolution, and the"
                                + " id.")
                .define(
                        Symmetries.SETTING,
                        ConfigDef.Type.STRING,
                        Symmetries.NONE,
                        ConfigDef.ValidString.in(Symmetries.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        Symmetries.DOCUMENTATION)
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
                        TISSUE_FRACTION,
                        ConfigDef.Type.DOUBLE,
                        TissueSettings.DEFAULT.minTileFraction(),
                        Range.between(0.001, 1),
                        Importance.MEDIUM,
                        "The fraction of a tile that must be tissue for it to be classified.")
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
                        "A slide that would get more tiles is rejected as too-many-tiles before any is published:"
                                + " mostly its resolution is wrong.")
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
                        "A slide counts as arrived when neither its size nor its time changed for so long and it"
                                + " opens.")
                .define(
                        INCOMPLETE_LIMIT,
                        ConfigDef.Type.STRING,
                        SlideWatcher.Patience.DEFAULT.incompleteLimit().toHours() + "h",
                        Forms.duration(),
                        Importance.MEDIUM,
                        "A slide whose end is still missing so long after it last changed is rejected, and one that"
                                + " goes on changing for so long; when it changes next, it is tried again.")
                .define(
                        STATE_FOLDER,
                        ConfigDef.Type.STRING,
                        "tiler-state",
                        Forms.path(),
                        Importance.MEDIUM,
                        "Where this tiler keeps what the topics told of slides and maps, in a file of its own. If it is"
                                + " lost, in use by another tiler, or nothing can be written there, the topics are read from"
                                + " their start.")
                .define(
                        TILING_THREADS,
                        ConfigDef.Type.INT,
                        1,
                        Range.between(1, 64),
                        Importance.LOW,
                        "Slides tiled at the same time. One keeps up with many workers unless slides are huge and have"
                                + " no low-resolution level.")
                .define(
                        BLOCKS_AHEAD,
                        ConfigDef.Type.INT,
                        DEFAULT_BLOCKS_AHEAD,
                        Range.between(1, 1_000_000),
                        Importance.MEDIUM,
                        "Blocks, of up to 64 tiles, that are published ahead of the workers' answers at least; once"
                                + " they answer, as many as they did in 20 s if that is more. A slide that comes now waits"
                                + " for them. Not less than all workers of the model hold: consumers times blocks.per.poll"
                                + " of each.");
    }

    /**
     * The store of the slides that arrive.
     *
     * @throws StartupException if it cannot be used
     */
    SlideStore store(SlideFetchers fetchers) {
        if (S3Location.isOne(bucket)) {
            return s3(S3Location.parse(bucket), fetchers);
        }
        Path folder = folder(bucket);
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

    /**
     * The server's notifications, if it sends any.
     *
     * @throws StartupException if the bucket is a folder, of which no server tells
     */
    Optional<Notifications> notifications() {
        if (eventsTopic == null) {
            return Optional.empty();
        }
        if (!S3Location.isOne(bucket)) {
            throw new StartupException("'" + EVENTS_TOPIC + "' is for buckets in S3; '" + BUCKET + "' is " + bucket);
        }
        return Optional.of(new Notifications(eventsTopic, S3Location.parse(bucket)));
    }

    /** Folder where slides arrive, unless that is S3. */
    Optional<Path> folder() {
        return S3Location.isOne(bucket) ? Optional.empty() : Optional.of(folder(bucket));
    }

    private static Path folder(String text) {
        return text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
    }

    private static ConfigDef.Validator validBucket() {
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
