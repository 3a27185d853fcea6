package io.slidestream.trainer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.trainer.picture.StainChange;
import io.slidestream.trainer.picture.Symmetry;
import io.slidestream.trainer.picture.TilePicture;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatchPainterTest {
    private static final int SIDE = 8;
    /** Samples come out as they are, from 0 to 255. */
    private static final Normalize AS_IS =
            new Normalize(List.of(0.0, 0.0, 0.0), List.of(1 / 255.0, 1 / 255.0, 1 / 255.0));

    @ParameterizedTest
    @EnumSource(Symmetry.class)
    void withoutAChangeOfStain_thePatchIsTheTransforms(Symmetry position) {
        ModelConfig config = config(TrainingRequest.TORCHVISION);
        byte[] rgb = noise();

        float[] patch = painted(config, rgb, position, null, 1);

        TilePicture laid = position.of(picture(rgb));
        FloatBuffer expected = FloatBuffer.allocate(2 * 3 * SIDE * SIDE);
        new PatchTransform(config)
                .apply(laid.rgb(), SIDE, SIDE, expected, 1, new PatchLayout(SIDE, PatchLayout.Order.NCHW));
        assertThat(patch).containsExactly(expected.array());
    }

    /**
     * The file is numpy's: {@code od = -log((rgb + 1) / 256)}, {@code c = od @ inv(S)}, {@code clip(256 * exp(-(c * scale +
     * shift) @ S) - 1, 0, 255)} in doubles. A row holds three scales, three shifts, a pixel and what it becomes.
     */
    @Test
    void aChangeOfStain_isNumpysToAnEighthOfAGreyLevel() throws IOException {
        int rows = 0;
        try (BufferedReader file = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("stain-numpy.csv")), StandardCharsets.UTF_8))) {
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                double[] row = Arrays.stream(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                StainChange change = StainChange.of(Arrays.copyOfRange(row, 0, 3), Arrays.copyOfRange(row, 3, 6));
                byte[] rgb = new byte[3 * SIDE * SIDE];
                for (int i = 0; i < rgb.length; i++) {
                    rgb[i] = (byte) row[6 + i % 3];
                }

                float[] patch = painted(config(AS_IS), rgb, Symmetry.IDENTITY, change, 0);

                for (int c = 0; c < 3; c++) {
                    assertThat((double) patch[c * SIDE * SIDE]).as(line).isCloseTo(row[9 + c], within(0.13));
                }
                rows++;
            }
        }
        assertThat(rows).isEqualTo(96);
    }

    @Test
    void positionAndStain_areIndependent() {
        StainChange change = StainChange.drawn(new SplittableRandom(1), 0.2);
        ModelConfig config = config(AS_IS);
        byte[] rgb = noise();
        byte[] turned = new byte[rgb.length];
        int[] laid = Symmetry.QUARTER_TURN.of(picture(rgb)).rgb();
        for (int i = 0; i < laid.length; i++) {
            turned[3 * i] = (byte) (laid[i] >> 16);
            turned[3 * i + 1] = (byte) (laid[i] >> 8);
            turned[3 * i + 2] = (byte) laid[i];
        }

        assertThat(painted(config, rgb, Symmetry.QUARTER_TURN, change, 0))
                .containsExactly(painted(config, turned, Symmetry.IDENTITY, change, 0));
    }

    @Test
    void aPictureOfAnotherSize_isRefused() {
        assertThatThrownBy(() -> painted(config(AS_IS), new byte[3], Symmetry.IDENTITY, null, 0))
                .hasMessage("a picture of 8 px has 192 samples, were 3");
    }

    private static float[] painted(
            ModelConfig config, byte[] rgb, Symmetry position, @Nullable StainChange stain, int index) {
        FloatBuffer patches = FloatBuffer.allocate((index + 1) * 3 * SIDE * SIDE);
        new PatchPainter(config).paint(rgb, position, stain, patches, index);
        return patches.array();
    }

    private static ModelConfig config(Normalize normalize) {
        return new ModelConfig(
                "squeezenet1_1", List.of("A", "B"), SIDE, 0.5, List.of(new ToTensor(), normalize), null, null, 1);
    }

    private static byte[] noise() {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        new Random(3).nextBytes(rgb);
        return rgb;
    }

    private static TilePicture picture(byte[] rgb) {
        int[] pixels = new int[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
        }
        return new TilePicture(SIDE, SIDE, pixels);
    }
}
