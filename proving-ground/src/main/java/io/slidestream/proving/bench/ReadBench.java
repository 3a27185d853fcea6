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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @throws BenchException if what is asked for is not read from full resolution
     */
    public ReadFigures run(Consumer<String> remarks) throws SlideException, InterruptedException {
        double downsample;
        ReadPlan plan;
        boolean direct;
        int reduction;
        ReadFigures.Subject subject;
        try (SlideReader reader = SlideReaders.open(slide)) {
            SlideProperties properties = reader.properties();
            downsample = settings.downsample(slide, properties);
            Level level = LevelChoice.best(properties.levels(), downsample);
            if (level.index() > 0) {
                throw new BenchException(slide + " has level " + level.index() + " for --mpp "
                        + settings.mpp().orElse(0)
                        + ": nothing is read from full resolution, which bench read is about; choose an --mpp below "
                        + properties.mpp().orElse(1) * level.downsample());
            }
            direct = !reader.decoder().equals("openslide");
            reduction = direct ? LevelChoice.reduction(level, downsample) : 1;
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
        Optional<ReadFigures.CodedTiles> coded = direct ? Optional.of(coded(plan, reduction)) : Optional.empty();
        remarks.accept(plan.tiles() + " tiles"
                + coded.map(tiles -> " over " + tiles.tiles() + " coded tiles").orElse("") + "; 1 round to warm up, "
                + settings.rounds() + " that count");
        List<Contender> contenders = new ArrayList<>();
        if (openSlideReadsIt()) {
            contenders.add(new ReaderContender(slide, ReaderChoice.OPENSLIDE, plan, reduction));
        }
        if (direct) {
            contenders.add(new ReaderContender(slide, ReaderChoice.AUTO, plan, reduction));
            contenders.add(new BareContender(slide, plan, reduction));
        }
        return new ReadFigures(
                subject, plan.tiles(), settings.tilePx(), downsample, reduction, coded, measure(contenders));
    }

    private List<ReadFigures.Series> measure(List<Contender> contenders) throws SlideException, InterruptedException {
        List<ReadFigures.Series> all = new ArrayList<>();
        Map<String, List<Rate>> rates = new HashMap<>();
        for (int round = 0; round <= settings.rounds(); round++) {
            for (Order order : Order.values()) {
                for (int threads : settings.threads()) {
                    for (Contender contender : contenders) {
                        Rate rate = rate(contender, order, threads);
                        if (round > 0) {
                            rates.computeIfAbsent(key(contender, order, threads), none -> new ArrayList<>())
                                    .add(rate);
                        }
                    }
                }
            }
        }
        for (Order order : Order.values()) {
            for (int threads : settings.threads()) {
                for (Contender contender : contenders) {
                    List<Rate> rounds = rates.getOrDefault(key(contender, order, threads), List.of());
                    all.add(new ReadFigures.Series(
                            contender.name(),
                            order,
                            threads,
                            rounds.stream().map(Rate::perSecond).toList(),
                            rounds.stream().map(Rate::perProcessorSecond).toList()));
                }
            }
        }
        return all;
    }

    private static String key(Contender contender, Order order, int threads) {
        return contender.name() + " " + order + " " + threads;
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

    private static Rate rate(Contender contender, Order order, int threads)
            throws SlideException, InterruptedException {
        try (Contender.Pass pass = contender.open(order, threads)) {
            return Stopwatch.rate(pass.units(), threads);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SlideException cause) {
                throw cause;
            }
            throw new BenchException(contender.name() + " failed: " + e.getCause());
        }
    }

    private ReadFigures.CodedTiles coded(ReadPlan plan, int reduction) throws SlideException {
        try (BareTiles bare = BareContender.bare(slide, reduction)) {
            return new ReadFigures.CodedTiles(
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
