package io.slidestream.networks.familiar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FamiliarFitTest {
    private static final int FEATURES = 20;
    private static final int TILES = 600;

    @TempDir
    private Path folder;

    private final Random random = new Random(5);

    @Test
    void newTilesOfTheSameKind_areFamiliar_asOftenAsIsSaid() {
        Familiar familiar = fitted();

        long passed = tiles(2_000).stream()
                .filter(tile -> familiar.distance(tile, 0) <= 1)
                .count();

        assertThat(passed / 2_000.0).isBetween(0.92, 0.98);
    }

    /** As of a network that has learnt the tiles that the statistics are of. */
    @Test
    void aThresholdThatIsStretchedByNewTiles_letsAsManyPass() {
        Familiar tight = fitted().stretched(0.7);
        List<float[]> some = tiles(2_000);

        Familiar familiar = tight.stretched(tight.reach(some));

        assertThat(share(tight)).isLessThan(0.7);
        assertThat(share(familiar)).isBetween(0.93, 0.97);
        assertThatThrownBy(() -> tight.reach(some.subList(0, 39))).hasMessageContaining("40 tiles at least");
    }

    private double share(Familiar familiar) {
        return tiles(2_000).stream()
                        .filter(tile -> familiar.distance(tile, 0) <= 1)
                        .count()
                / 2_000.0;
    }

    @Test
    void tilesOfAnotherKind_areNot() {
        Familiar familiar = fitted();
        float[] between = tile(0);
        for (int i = 0; i < FEATURES; i++) {
            between[i] = (between[i] + tile(1)[i]) / 2; // near the mean of all, and near no class
        }

        assertThat(familiar.distance(between, 0)).isGreaterThan(1);
        assertThat(familiar.distance(new float[FEATURES], 0)).isGreaterThan(1);
        assertThat(familiar.distance(filled(Float.NaN), 0)).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void aFile_givesTheSameDistances() throws IOException {
        Familiar familiar = fitted();
        Path file = folder.resolve("familiar.safetensors");
        familiar.write(file);
        byte[] bytes = Files.readAllBytes(file);
        Familiar read = Familiar.read(file);
        read.write(file);

        assertThat(file).hasBinaryContent(bytes);
        float[] two = new float[2 * FEATURES];
        System.arraycopy(tile(1), 0, two, FEATURES, FEATURES);
        assertThat(read.distances(two, 2)).hasSize(2);
        assertThat(read.distance(two, 1))
                .isCloseTo(familiar.distance(two, 1), org.assertj.core.data.Offset.offset(1e-5f));
    }

    @Test
    void whatIsNoStatistics_isRefused() throws IOException {
        Path file = folder.resolve("familiar.safetensors");
        Safetensors.write(file, Map.of("means", Tensor.zeros(2, 3)));
        assertThatThrownBy(() -> Familiar.read(file))
                .hasMessageContaining("must hold means, variances and one threshold");
        Safetensors.write(
                file, Map.of("means", Tensor.zeros(2, 3), "variances", Tensor.zeros(3), "threshold", Tensor.zeros(1)));
        assertThatThrownBy(() -> Familiar.read(file)).hasMessageContaining("variances must be positive, one is 0.0");
        assertThatThrownBy(() -> FamiliarFit.of(tiles(39), new int[39], 1))
                .hasMessageContaining("40 tiles at least, there are 39");
    }

    private Familiar fitted() {
        return FamiliarFit.of(tiles(TILES), classes(TILES), 3);
    }

    private List<float[]> tiles(int count) {
        List<float[]> tiles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tiles.add(tile(i % 3));
        }
        return tiles;
    }

    private static int[] classes(int count) {
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            classes[i] = i % 3;
        }
        return classes;
    }

    /** Each class has large features at places of its own. */
    private float[] tile(int classIndex) {
        float[] features = new float[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            double root = (i % 3 == classIndex ? 4 : 1) + 0.2 * random.nextGaussian();
            features[i] = (float) (root * root);
        }
        return features;
    }

    private static float[] filled(float value) {
        float[] features = new float[FEATURES];
        java.util.Arrays.fill(features, value);
        return features;
    }
}
