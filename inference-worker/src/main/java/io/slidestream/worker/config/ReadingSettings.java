package io.slidestream.worker.config;

import io.slidestream.networks.engine.Device;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Settings of the reading of slides; the keys are explained in {@link #define}. */
public record ReadingSettings(
        int readerThreads, int openSlides, ReaderChoice reader, int cacheMebibytes, PixelPath pixels) {
    public static final String READER_THREADS = "reader.threads";
    public static final String OPEN_SLIDES = "slides.open";
    public static final String CACHE = "slides.cache";
    public static final String PIXELS = "inference.pixels";

    static ReadingSettings of(Settings settings, Device device) {
        int threads = settings.number(READER_THREADS);
        return new ReadingSettings(
                threads > 0 ? threads : DeviceDefaults.readerThreads(device),
                settings.number(OPEN_SLIDES),
                OpeningSettings.of(settings).reader(),
                settings.number(CACHE),
                PixelPath.of(settings.text(PIXELS)));
    }

    public long cacheBytes() {
        return (long) cacheMebibytes << 20;
    }

    static ConfigDef define(ConfigDef definition) {
        return OpeningSettings.define(definition)
                .define(
                        READER_THREADS,
                        Type.INT,
                        0,
                        Range.between(0, 256),
                        Importance.MEDIUM,
                        "Blocks read from slides at the same time; 0: two, or as many as there are processors"
                                + " with inference.device=cuda.")
                .define(
                        OPEN_SLIDES,
                        Type.INT,
                        16,
                        Range.between(1, 1_024),
                        Importance.LOW,
                        "Slides kept open between blocks.")
                .define(
                        CACHE,
                        Type.INT,
                        (int) (TileCache.DEFAULT_BYTES >> 20),
                        Range.between(0, 65_536),
                        Importance.LOW,
                        "MiB of decoded tiles kept, for all slides that are read directly; what OpenSlide reads"
                                + " has 32 MiB of its own each. A reader thread uses about 16.")
                .define(
                        PIXELS,
                        Type.STRING,
                        PixelPath.REDUCED.label(),
                        ConfigDef.ValidString.in(PixelPath.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        "reduced: JPEG tiles at least twice as fine as the network's input are decoded at half, quarter"
                                + " or eighth size. exact: in full, then resized, as WSInfer does.");
    }
}
