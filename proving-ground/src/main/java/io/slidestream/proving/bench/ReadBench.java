package io.slidestream.proving.bench;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.BareTiles;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/*
 * Machines slow down and speed up while one measures. So the contenders take turns, in rounds, and are compared within a
 * round; the first rounds, in which the JVM compiles and the file comes into the page cache, do not count. Opening does
 * not count either: a slide is opened once and read for minutes.
 */
/** OpenSlide, the direct reader and the bare decoder over the same tiles of a slide. */
public final class ReadBench {
    private static final double GLASS_SATURATION = 0.06;
    private static final int THUMBNAIL_PX = 2048;

    private final Path slide;
    private final ReadBenchSettings settings;

    public ReadBench(Path slide, ReadBenchSettings settings) {
        this.slide = slide;
        this.settings = settings;
    }

    /**
     * Measures, in about a minute.
     *
     * @param remarks told what is about to be done
     * @throws SlideException if the slide cannot be read
     * @throws BenchException if the direct reader cannot read what is asked for
     */
    public ReadFigures run(Consumer<String> remarks) throws SlideException, InterruptedException {
        double downsample;
        ReadPlan plan;
        int reduction;
        ReadFigures.Subject subject;
        try (SlideReader reader = SlideReaders.open(slide)) {
            SlideProperties properties = reader.properties();
            if (reader.decoder().equals("openslide")) {
                throw new BenchException(slide + " is read by " + reader.readerName()
                        + " alone: bench read compares it with the direct reader, which reads tiled TIFF, SVS, NDPI and DICOM."
                        + " 'slidestream synth --from " + slide + " OUT.svs' writes these pixels as one");
            }
            downsample = settings.downsample(slide, properties);
            Level level = LevelChoice.best(properties.levels(), downsample);
            if (level.index() > 0) {
                throw new BenchException(slide + " has level " + level.index() + " for --mpp "
                        + settings.mpp().orElse(0)
                        + ": nothing is read from full resolution, which bench read is about; choose an --mpp below "
                        + properties.mpp().orElse(1) * level.downsample());
            }
            reduction = LevelChoice.reduction(level, downsample);
            int sidePx = (int) Math.round(settings.tilePx() * downsample);
            if (sidePx > properties.widthPx() || sidePx > properties.heightPx()) {
                throw new BenchException(slide + " of " + properties.widthPx() + "x" + properties.heightPx()
                        + " px is smaller than one tile of " + sidePx + " px");
            }
            plan = ReadPlan.of(
                    properties.widthPx(), properties.heightPx(), sidePx, settings.tiles(), tissue(reader, properties));
            subject = new ReadFigures.Subject(
                    slide.toString(),
                    properties.widthPx(),
                    properties.heightPx(),
                    reader.readerName(),
                    reader.decoder());
        }
        ReadFigures.JpegLayout jpeg = jpeg(plan, reduction);
        remarks.accept(plan.tiles() + " tiles over " + jpeg.tiles() + " JPEG tiles; 1 round to warm up, "
                + settings.rounds() + " that count");
        return new ReadFigures(
                subject, plan.tiles(), settings.tilePx(), downsample, reduction, jpeg, measure(plan, reduction));
    }

    private List<ReadFigures.Series> measure(ReadPlan plan, int reduction) throws SlideException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        if (openSlideReadsIt()) {
            contenders.add(new ReaderContender(slide, ReaderChoice.OPENSLIDE, plan, reduction));
        }
        contenders.add(new ReaderContender(slide, ReaderChoice.AUTO, plan, reduction));
        contenders.add(new BareContender(slide, plan, reduction));
        Map<ReadFigures.Series, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round <= settings.rounds(); round++) {
            for (Order order : Order.values()) {
                for (int threads : settings.threads()) {
                    for (Contender contender : contenders) {
                        double rate = rate(contender, order, threads);
                        var key = new ReadFigures.Series(contender.name(), order, threads, List.of());
                        List<Double> counted = rates.computeIfAbsent(key, none -> new ArrayList<>());
                        if (round > 0) {
                            counted.add(rate);
                        }
                    }
                }
            }
        }
        return rates.entrySet().stream()
                .map(e -> new ReadFigures.Series(
                        e.getKey().contender(), e.getKey().order(), e.getKey().threads(), e.getValue()))
                .toList();
    }

    /** OpenSlide 3 knows no DICOM. */
    private boolean openSlideReadsIt() throws SlideException {
        try (SlideReader reader = SlideReaders.open(slide, ReaderChoice.OPENSLIDE, new TileCache(1 << 20))) {
            return true;
        } catch (SlideException e) {
            if (e.reason() == RejectionReason.NOT_A_SLIDE) {
                return false;
            }
            throw e;
        }
    }

    private static double rate(Contender contender, Order order, int threads)
            throws SlideException, InterruptedException {
        try (Contender.Pass pass = contender.open(order, threads)) {
            return Stopwatch.tilesPerSecond(pass.units(), threads);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SlideException cause) {
                throw cause;
            }
            throw new BenchException(contender.name() + " failed: " + e.getCause());
        }
    }

    private ReadFigures.JpegLayout jpeg(ReadPlan plan, int reduction) throws SlideException {
        try (BareTiles bare = BareContender.bare(slide, reduction)) {
            return new ReadFigures.JpegLayout(
                    bare.tileWidthPx(),
                    bare.tileHeightPx(),
                    plan.jpegTiles(Order.RASTER, bare.tileWidthPx(), bare.tileHeightPx())
                            .size());
        } catch (IllegalArgumentException e) {
            throw new BenchException(String.valueOf(e.getMessage()));
        }
    }

    /** Glass decodes faster than anything that is worth reading. */
    private static Predicate<Level0Region> tissue(SlideReader reader, SlideProperties slide) throws SlideException {
        RgbImage thumbnail = reader.thumbnail(THUMBNAIL_PX);
        double scale = (double) slide.widthPx() / thumbnail.widthPx();
        return tile -> {
            int colourful = 0;
            int all = 0;
            for (int y = (int) (tile.y() / scale); y < (tile.y() + tile.height()) / scale; y++) {
                for (int x = (int) (tile.x() / scale); x < (tile.x() + tile.width()) / scale; x++) {
                    if (x < thumbnail.widthPx() && y < thumbnail.heightPx()) {
                        colourful +=
                                saturation(thumbnail.rgb()[y * thumbnail.widthPx() + x]) > GLASS_SATURATION ? 1 : 0;
                        all++;
                    }
                }
            }
            return 2 * colourful >= all;
        };
    }

    private static double saturation(int rgb) {
        int max = Math.max(rgb >> 16 & 255, Math.max(rgb >> 8 & 255, rgb & 255));
        int min = Math.min(rgb >> 16 & 255, Math.min(rgb >> 8 & 255, rgb & 255));
        return max == 0 ? 0 : (double) (max - min) / max;
    }
}
