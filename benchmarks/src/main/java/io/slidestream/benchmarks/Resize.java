package io.slidestream.benchmarks;

import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import java.nio.FloatBuffer;
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
import org.openjdk.jmh.annotations.Warmup;

/** A patch of another size than the network's, resized as Pillow does, to floats. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class Resize {
    @Param({"256", "448"})
    int sidePx;

    private int[] pixels;
    private FloatBuffer batch;
    private PatchTransform transform;

    @Setup
    public void prepare() {
        pixels = Patches.noise(sidePx);
        batch = Patches.batch();
        transform = new PatchTransform(Patches.config());
    }

    @Benchmark
    public FloatBuffer resize() {
        transform.apply(pixels, sidePx, sidePx, batch, 0, new PatchLayout(Patches.INPUT_PX, PatchLayout.Order.NCHW));
        return batch;
    }
}
