package io.slidestream.tiler;

import io.slidestream.servicekit.CommonSettings;
import io.slidestream.servicekit.Forms;
import io.slidestream.servicekit.Settings;
import io.slidestream.servicekit.StartupException;
import io.slidestream.slides.FolderSlideStore;
import io.slidestream.slides.ReaderChoice;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The tiler's keys. Stride, mpp, tissue share and model are part of the map id: changing one makes new maps. */
public final class TilerSettings {
    public static final int HTTP_PORT = 8081;
    public static final String BUCKET = "bucket";
    public static final String MODEL = "model";
    public static final String MPP = "mpp";
    public static final String STRIDE = "stride";
    public static final String TISSUE_SHARE = "tissue.share";
    public static final String WATCH_INTERVAL = "watch.interval";
    public static final String SETTLE_TIME = "settle.time";
    public static final String INCOMPLETE_LIMIT = "incomplete.limit";
    public static final String TILING_THREADS = "tiling.threads";

    private TilerSettings() {}

    public static ConfigDef definition() {
        return CommonSettings.definition(HTTP_PORT)
                .define(
                        BUCKET,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        folder(),
                        Importance.HIGH,
                        "Where slides arrive: a folder, as a path or a file: URI. Every worker must see it at the same"
                                + " path. It is only read.")
                .define(
                        MODEL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Forms.path(),
                        Importance.HIGH,
                        "Folder of the model bundle. The tiler takes from it the patch size and resolution, and the id.")
                .define(
                        ReaderChoice.SETTING,
                        ConfigDef.Type.STRING,
                        ReaderChoice.AUTO.label(),
                        ConfigDef.ValidString.in(ReaderChoice.labels().toArray(String[]::new)),
                        Importance.LOW,
                        ReaderChoice.DOCUMENTATION)
                .define(
                        MPP,
                        ConfigDef.Type.DOUBLE,
                        null,
                        Forms.optional(Range.between(0.01, 100)),
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

    static FolderSlideStore bucket(Settings settings) {
        Path folder = folder(settings.text(BUCKET));
        try {
            return new FolderSlideStore(folder);
        } catch (IOException e) {
            throw new StartupException(
                    "the bucket " + folder + " is no folder that can be read; create it or correct the setting '"
                            + BUCKET + "'",
                    e);
        }
    }

    /** The bucket's URI, with which the locations of its slides begin. */
    static String location(Settings settings) {
        try {
            return folder(settings.text(BUCKET)).toRealPath().toUri().toString();
        } catch (IOException e) {
            throw new StartupException("the bucket cannot be found: " + e.getMessage(), e);
        }
    }

    static TissueSettings tissue(Settings settings) {
        return TissueSettings.DEFAULT.withMinTileShare(settings.decimal(TISSUE_SHARE));
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

    private static Path folder(String text) {
        return text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
    }

    private static ConfigDef.Validator folder() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        if (value != null && (value.toString().isBlank() || folder(value.toString()) == null)) {
                            throw new ConfigException(name, value, "must name a folder");
                        }
                    } catch (InvalidPathException e) {
                        throw new ConfigException(name, value, "not a path: " + e.getReason());
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(name, value, "not a file: URI: " + e.getMessage());
                    }
                },
                () -> "a folder, as a path or a file: URI");
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
