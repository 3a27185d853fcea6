package io.slidestream.networks.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.patches.PatchLayout.Order;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchTransformTest {
    private static final Normalize NORMALIZE = new Normalize(List.of(0.5, 0.25, 0.0), List.of(0.5, 0.1, 1.0));
    private final PatchTransform transform = transform(2, List.of(new ToTensor(), NORMALIZE));

    @Test
    void nchw_putsOnePlaneAfterTheOther() {
        FloatBuffer batch = FloatBuffer.allocate(24);

        transform.apply(
                new int[] {0xFF0000, 0x00FF00, 0x0000FF, 0x336699}, 2, 2, batch, 1, new PatchLayout(2, Order.NCHW));

        float[] patch = new float[12];
        batch.get(12, patch);
        assertThat(patch)
                .containsExactly(
                        new float[] {1, -1, -1, -0.6f, -2.5f, 7.5f, -2.5f, 1.5f, 0, 0, 1, 0.6f}, within(1e-6f));
        assertThat(batch.get(11)).isZero();
    }

    @Test
    void nhwc_putsOnePixelAfterTheOther() {
        FloatBuffer batch = FloatBuffer.allocate(12);

        transform.apply(
                new int[] {0xFF0000, 0x00FF00, 0x0000FF, 0x336699}, 2, 2, batch, 0, new PatchLayout(2, Order.NHWC));

        assertThat(batch.array())
                .containsExactly(
                        new float[] {1, -2.5f, 0, -1, 7.5f, 0, -1, -2.5f, 1, -0.6f, 1.5f, 0.6f}, within(1e-6f));
    }

    @Test
    void neitherAlphaNorTheBuffersPositionMatter() {
        FloatBuffer batch = FloatBuffer.allocate(12);
        batch.position(7).limit(9);

        transform.apply(new int[] {0xFFFF0000, 0, 0, 0}, 2, 2, batch, 0, new PatchLayout(2, Order.NCHW));

        assertThat(batch.array()[0]).isEqualTo(1f, within(1e-6f));
        assertThat(batch.position()).isEqualTo(7);
        assertThat(batch.limit()).isEqualTo(9);
    }

    @Test
    void resizeComesBeforeTheNumbers() {
        PatchTransform resizing = transform(4, List.of(new Resize(2), new ToTensor()));
        FloatBuffer batch = FloatBuffer.allocate(12);

        resizing.apply(PillowResizeTest.picture(4, 4), 4, 4, batch, 0, new PatchLayout(2, Order.NHWC));

        int first = new PillowResize(2).toSquare(PillowResizeTest.picture(4, 4), 4, 4)[0];
        assertThat(batch.get(0)).isEqualTo((first >> 16) / 255f, within(1e-6f));
    }

    @Test
    void anotherNetworksLayout_isRefused() {
        assertThatThrownBy(() ->
                        transform.apply(new int[4], 2, 2, FloatBuffer.allocate(12), 0, new PatchLayout(3, Order.NCHW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this transform makes patches of 2 px, the network takes 3 px");
    }

    @Test
    void pixelsThatDoNotFillThePicture_areRefused() {
        assertThatThrownBy(() ->
                        transform.apply(new int[3], 2, 2, FloatBuffer.allocate(12), 0, new PatchLayout(2, Order.NCHW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x2 px must have as many pixels, had 3");
    }

    private static PatchTransform transform(int patchSizePx, List<TransformStep> steps) {
        return new PatchTransform(
                new ModelConfig("alexnet", List.of("A", "B"), patchSizePx, 0.5, steps, null, null, 1));
    }
}
