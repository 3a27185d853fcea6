package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.open.BareTiles;
import io.slidestream.slides.open.SlideReaders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/*
 * Whatever a file holds, opening and reading it ends in pixels or in a SlideException: no crash (which ends this JVM and
 * fails the build), no hang (the watchdog ends it), no other exception, no memory beyond a bound. The file in hand is
 * target/hostile/case.svs, so that after a crash it lies there.
 *
 * The properties' seeds are fixed; -Djqwik.tries.default=50000 goes on from where the build ends. -Dhostile.fresh=50000
 * adds as many files of a seed that nobody tried before; it is printed first, and -Dhostile.seed=N repeats it.
 */
/** Tens of thousands of damaged slides. */
class HostileFilesTest {
    /** A whole thumbnail stripe, twice, and room. */
    private static final long MAX_JAVA_BYTES = 300L << 20;

    /** Of native and Java memory together; the JVM that runs the tests is given no more heap than a quarter of the machine. */
    private static final long MAX_RESIDENT_GROWTH_BYTES = 1L << 30;

    private static final int MAX_SIDE_PX = 300;
    private static final long MAX_THUMBNAIL_PX = 1L << 26;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<byte[]> SEEDS = HostileSeeds.write();
    private static final List<byte[]> OTHER_SEEDS = HostileSeeds.writeOthers();
    private static final Path FILE = Path.of("target", "hostile", "case.svs");

    private static final NativeNoise NATIVE_NOISE = new NativeNoise();
    private static Watchdog watchdog = new Watchdog();
    private static long residentBefore;

    @BeforeContainer
    static void prepare() throws IOException {
        NATIVE_NOISE.silence();
        Files.createDirectories(FILE.getParent());
        residentBefore = peakResidentBytes();
    }

    @AfterContainer
    static void memory() throws IOException {
        watchdog.close();
        assertThat(peakResidentBytes() - residentBefore).isLessThan(MAX_RESIDENT_GROWTH_BYTES);
    }

    @Property(seed = "1896")
    void slidesThroughEveryReader(@ForAll("damaged") HostileFile file) throws IOException {
        throughEveryReader(file);
    }

    @Property(seed = "1896")
    void tilesWithoutOpenSlide(@ForAll("damaged") HostileFile file) throws IOException {
        withoutOpenSlide(file);
    }

    @Property(seed = "1896")
    void tilesOfOtherFormats(@ForAll("damagedOthers") HostileFile file) throws IOException {
        withoutOpenSlide(file);
    }

    @Example
    void everyFormatHasTilesToBeDamaged() throws Exception {
        for (byte[] seed : OTHER_SEEDS) {
            Files.write(FILE, seed);
            try (BareTiles tiles = BareTiles.open(FILE, JpegLibrary.best(), 1)) {
                assertThat(tiles.decode(0, 0)).isTrue();
            }
        }
    }

    @Example
    void freshSeed() throws IOException {
        int files = Integer.getInteger("hostile.fresh", 0);
        Assume.that(files > 0);
        long seed = Long.getLong("hostile.seed", System.nanoTime());
        System.err.println("hostile.seed " + seed);
        Random random = new Random(seed);
        RandomGenerator<HostileFile> generator = damaged().generator(files);
        RandomGenerator<HostileFile> others = damagedOthers().generator(files);
        for (int i = 0; i < files; i++) {
            HostileFile file = generator.next(random).value();
            throughEveryReader(file);
            withoutOpenSlide(file);
            withoutOpenSlide(others.next(random).value());
        }
    }

    private static void throughEveryReader(HostileFile file) throws IOException {
        check(file, () -> {
            try (SlideReader reader = SlideReaders.open(FILE)) {
                readHereAndThere(reader);
            }
        });
    }

    private static void withoutOpenSlide(HostileFile file) throws IOException {
        check(file, () -> {
            for (int reduction = 1; reduction <= 8; reduction *= 2) {
                try (BareTiles tiles = BareTiles.open(FILE, JpegLibrary.best(), reduction)) {
                    for (int i = 0; i < Math.min(50, tiles.columns() * tiles.rows()); i++) {
                        decode(tiles, i % tiles.columns(), i / tiles.columns());
                    }
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("case.svs");
                }
            }
        });
    }

    @Provide
    Arbitrary<HostileFile> damaged() {
        return damaged(SEEDS);
    }

    @Provide
    Arbitrary<HostileFile> damagedOthers() {
        return damaged(OTHER_SEEDS);
    }

    private static Arbitrary<HostileFile> damaged(List<byte[]> seeds) {
        Arbitrary<Long> values = Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(0, 300),
                Arbitraries.longs().between(0, 40_000),
                Arbitraries.of(
                        0xffffL, 0x1_0000L, 0x7fff_ffffL, 0xffff_ffffL, 0x8000_0000L, Long.MAX_VALUE, -1L, 1L << 40));
        Arbitrary<Damage> damage = Combinators.combine(
                        Arbitraries.of(Damage.Kind.class),
                        Arbitraries.integers().between(0, 1 << 30),
                        values)
                .as(Damage::new);
        return Combinators.combine(
                        Arbitraries.of(seeds), damage.list().ofMinSize(1).ofMaxSize(4))
                .as(HostileFile::new);
    }

    /** A slide and what happened to it, in order. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record HostileFile(byte[] sound, List<Damage> damages) {
        byte[] bytes() {
            byte[] file = sound.clone();
            for (Damage damage : damages) {
                file = damage.apply(sound, file);
            }
            return file;
        }
    }

    private interface Reading {
        void run() throws Exception;
    }

    private static void check(HostileFile file, Reading reading) throws IOException {
        Files.write(FILE, file.bytes());
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        watchdog.begin(FILE.toString());
        try {
            reading.run();
        } catch (SlideException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (Exception e) {
            throw new AssertionError("neither pixels nor a SlideException", e);
        } finally {
            watchdog.end();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MAX_JAVA_BYTES);
    }

    private static void readHereAndThere(SlideReader reader) throws SlideException {
        SlideProperties slide = reader.properties();
        for (Level level : slide.levels()) {
            for (double place : new double[] {0, 0.4, 1}) {
                read(reader, slide, level, place);
            }
        }
        Level last = slide.levels().get(slide.levels().size() - 1);
        if (last.widthPx() * last.heightPx() <= MAX_THUMBNAIL_PX
                && slide.levels().get(0).widthPx() * slide.levels().get(0).heightPx() <= MAX_THUMBNAIL_PX) {
            unless(() -> assertThat(reader.thumbnail(50).rgb()).isNotEmpty());
        }
        for (String name : slide.associatedImages()) {
            unless(() -> assertThat(reader.associatedImage(name).rgb()).isNotEmpty());
        }
    }

    private static void read(SlideReader reader, SlideProperties slide, Level level, double place)
            throws SlideException {
        int side = (int) Math.min(MAX_SIDE_PX * level.downsample(), Integer.MAX_VALUE);
        int width = (int) Math.min(slide.widthPx(), side);
        int height = (int) Math.min(slide.heightPx(), side);
        Level0Region region = new Level0Region(
                (long) ((slide.widthPx() - width) * place),
                (long) ((slide.heightPx() - height) * place),
                width,
                height);
        unless(() -> assertThat(reader.read(region, level.index()).rgb()).isNotEmpty());
        unless(() -> {
            try (Excerpt excerpt = reader.excerpt(region, level.index(), 4)) {
                int[] pixels = new int[1];
                excerpt.copyTo((x, y, rgb, from, count) -> pixels[0] += count);
                assertThat(pixels[0]).isEqualTo(excerpt.widthPx() * excerpt.heightPx());
            }
        });
    }

    private interface Step {
        void run() throws SlideException;
    }

    /** A step that may end in a SlideException of its own; those that follow must still work. */
    private static void unless(Step step) {
        try {
            step.run();
        } catch (SlideException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void decode(BareTiles tiles, int column, int row) throws SlideException {
        try {
            tiles.decode(column, row);
        } catch (CodecException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static long peakResidentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return 0;
    }
}
