package io.slidestream.worker.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.PixelBox;
import io.slidestream.slides.PixelRuns;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way from a decoded tile into the batch, for a network of 16 px. */
class ExcerptWriterTest {
    private static final int SIZE = 16;
    private static final ModelConfig CONFIG = new ModelConfig(
            "any", List.of("a", "b"), 2 * SIZE, 0.5, List.of(new Resize(SIZE), new ToTensor()), null, null, 1);

    private final PatchTransform transform = new PatchTransform(CONFIG);

    @ParameterizedTest
    @EnumSource
    void pixelsOfTheNetworksSize_areTakenAsTheyAre(PatchLayout.Order order) {
        Ramp tile = new Ramp(SIZE, SIZE, 1, new PixelBox(0, 0, SIZE, SIZE));
        assertThat(written(tile, order)).containsExactly(applied(tile, order));
    }

    @ParameterizedTest
    @EnumSource
    void largerOnes_areResized(PatchLayout.Order order) {
        Ramp tile = new Ramp(2 * SIZE, 2 * SIZE, 1, new PixelBox(0, 0, 2 * SIZE, 2 * SIZE));
        assertThat(written(tile, order)).containsExactly(applied(tile, order));
    }

    /** A ramp stays a ramp, at the values of the region's own places, which begin within a pixel. */
    @ParameterizedTest
    @EnumSource
    void reducedOnes_areTakenFromTheirRegion(PatchLayout.Order order) {
        Ramp tile = new Ramp(SIZE + 2, SIZE + 1, 2, new PixelBox(0.5, 0.25, SIZE + 1, SIZE + 0.5));
        float[] patch = written(tile, order);
        for (int y = 1; y < SIZE - 1; y++) {
            for (int x = 1; x < SIZE - 1; x++) {
                double atX = 0.5 + (x + 0.5) * (SIZE + 1) / SIZE - 0.5;
                double atY = 0.25 + (y + 0.5) * (SIZE + 0.5) / SIZE - 0.5;
                int place = order == PatchLayout.Order.NCHW ? y * SIZE + x : 3 * (y * SIZE + x);
                int green = order == PatchLayout.Order.NCHW ? SIZE * SIZE : 1;
                assertThat(255 * patch[place]).isEqualTo((float) (10 * atX), within(1.01f));
                assertThat(255 * patch[place + green]).isEqualTo((float) (10 * atY), within(1.01f));
            }
        }
    }

    private float[] written(Ramp tile, PatchLayout.Order order) {
        PatchLayout layout = new PatchLayout(SIZE, order);
        FloatBuffer batch = FloatBuffer.allocate(2 * layout.floatsPerPatch());
        new ExcerptWriter(transform, layout).write(tile, batch, 1);
        assertThat(batch.get(layout.floatsPerPatch() - 1)).as("the neighbour").isZero();
        return second(batch, layout);
    }

    private float[] applied(Ramp tile, PatchLayout.Order order) {
        PatchLayout layout = new PatchLayout(SIZE, order);
        FloatBuffer batch = FloatBuffer.allocate(2 * layout.floatsPerPatch());
        transform.apply(tile.pixels(), tile.widthPx(), tile.heightPx(), batch, 1, layout);
        return second(batch, layout);
    }

    private static float[] second(FloatBuffer batch, PatchLayout layout) {
        float[] patch = new float[layout.floatsPerPatch()];
        batch.get(layout.floatsPerPatch(), patch);
        return patch;
    }

    /** Red grows by ten a column, green by ten a row; given in two halves, with junk in the upper byte. */
    private record Ramp(int widthPx, int heightPx, int reduction, PixelBox region) implements Excerpt {
        int[] pixels() {
            int[] pixels = new int[widthPx * heightPx];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = 0xab << 24 | 10 * (i % widthPx) % 256 << 16 | 10 * (i / widthPx) % 256 << 8 | 7;
            }
            return pixels;
        }

        @Override
        public void copyTo(PixelRuns target) {
            int half = widthPx / 2;
            for (int y = heightPx - 1; y >= 0; y--) {
                IntBuffer row = IntBuffer.wrap(pixels());
                target.run(half, y, row, y * widthPx + half, widthPx - half);
                target.run(0, y, row, y * widthPx, half);
            }
        }

        @Override
        public void close() {}
    }
}
