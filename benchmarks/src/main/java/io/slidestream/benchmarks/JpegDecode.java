package io.slidestream.benchmarks;

import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.open.BareTiles;
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

/** The decoder alone, tile after tile of the middle of a slide. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class JpegDecode {
    @Param({"1", "2", "4", "8"})
    int reduction;

    @Param({"YCBCR_420", "RGB"})
    JpegColour colour;

    private BenchmarkSlide slide;
    private BareTiles tiles;
    private int next;

    @Setup
    public void open() throws Exception {
        slide = new BenchmarkSlide(colour);
        tiles = BareTiles.open(slide.file(), JpegLibrary.best(), reduction);
    }

    @Benchmark
    public boolean decode() throws Exception {
        int half = BenchmarkSlide.JPEG_TILES_ACROSS / 2;
        next = (next + 1) % (half * half);
        return tiles.decode(half / 2 + next % half, half / 2 + next / half);
    }

    @TearDown
    public void close() throws Exception {
        tiles.close();
        slide.close();
    }
}
