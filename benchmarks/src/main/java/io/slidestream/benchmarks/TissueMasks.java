package io.slidestream.benchmarks;

import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.tiler.tissue.TissueMask;
import io.slidestream.tiler.tissue.TissueSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The mask of a slide of 100,000 x 80,000 px at 0.5 microns a pixel, from its level of 8 microns: 31 Mpx are decoded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class TissueMasks {
    private Path folder;
    private Path file;
    private SlideReader slide;

    @Setup
    public void open() throws Exception {
        folder = Files.createTempDirectory("slidestream-benchmark");
        file = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(100_000, 80_000).write(file);
        slide = SlideReaders.open(file);
    }

    @Benchmark
    public double find() throws Exception {
        return TissueMask.find(slide, 0.5, TissueSettings.DEFAULT).tissueShare();
    }

    @TearDown
    public void close() throws Exception {
        slide.close();
        Files.delete(file);
        Files.delete(SyntheticSlide.truthPath(file));
        Files.delete(folder);
    }
}
