package io.slidestream.benchmarks;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.JpegColour;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Tiles in the order of workers: blocks of 8 x 8, row by row. A cache of 16 MB forgets a block before it comes again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class TileRead {
    private static final int TILE_PX = 224;
    private static final int BLOCK = 8;

    @Param({"OPENSLIDE", "AUTO"})
    ReaderChoice reader;

    @Param({"1", "2"})
    int downsample;

    private BenchmarkSlide file;
    private SlideReader slide;
    private int next;

    @Setup
    public void open() throws Exception {
        file = new BenchmarkSlide(JpegColour.YCBCR_420);
        slide = SlideReaders.open(file.file(), reader, new TileCache(16L << 20));
    }

    @Benchmark
    public void read(Blackhole pixels) throws Exception {
        Level0Region tile = nextTile();
        if (downsample == 1) {
            pixels.consume(slide.read(tile, 0));
            return;
        }
        try (Excerpt excerpt = slide.excerpt(tile, 0, downsample)) {
            excerpt.copyTo((x, y, run, from, count) -> pixels.consume(run.get(from)));
        }
    }

    @TearDown
    public void close() throws Exception {
        slide.close();
        file.close();
    }

    private Level0Region nextTile() {
        int sidePx = TILE_PX * downsample;
        int blocksAcross = BenchmarkSlide.SIDE_PX / sidePx / BLOCK;
        int block = next / (BLOCK * BLOCK) % (blocksAcross * blocksAcross);
        int inBlock = next % (BLOCK * BLOCK);
        next++;
        return new Level0Region(
                (long) (block % blocksAcross * BLOCK + inBlock % BLOCK) * sidePx,
                (long) (block / blocksAcross * BLOCK + inBlock / BLOCK) * sidePx,
                sidePx,
                sidePx);
    }
}
