package io.slidestream.trainer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.data.TileImage;
import io.slidestream.trainer.picture.TilePicture;
import io.slidestream.trainer.recipe.Augmentation;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TileBatchesTest {
    private static final int SIDE = 6;
    private static final int PATCH = 3 * SIDE * SIDE;
    private static final Augmentation ALL = new Augmentation(true, 0.2);

    private final AtomicInteger readings = new AtomicInteger();

    @Test
    void anEpochShowsEveryTileOnce_inAnOrderOfItsOwn() {
        TrainingBatches batches = batches(12, Augmentation.NONE, 4, 1, Long.MAX_VALUE);

        List<Integer> first = classesOf(batches, 0, 4);
        List<Integer> second = classesOf(batches, 1, 4);

        assertThat(batches.perEpoch()).isEqualTo(3);
        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 12).boxed().toList());
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    }

    @Test
    void whatIsLeftAfterTheLastWholeBatch_changesFromEpochToEpoch() {
        TrainingBatches batches = batches(11, Augmentation.NONE, 4, 1, Long.MAX_VALUE);

        assertThat(batches.perEpoch()).isEqualTo(2);
        List<Integer> seen = new ArrayList<>();
        for (int epoch = 0; epoch < 8; epoch++) {
            assertThat(classesOf(batches, epoch, 4)).doesNotHaveDuplicates();
            seen.addAll(classesOf(batches, epoch, 4));
        }
        assertThat(seen).containsAll(IntStream.range(0, 11).boxed().toList());
    }

    @Test
    void tilesShuffledOnce_haveOneOrder() {
        TrainingBatches batches = batches(12, Augmentation.NONE, Recipe.Shuffle.ONCE, 4, 1, Long.MAX_VALUE);

        assertThat(classesOf(batches, 1, 4))
                .isEqualTo(classesOf(batches, 0, 4))
                .isNotEqualTo(IntStream.range(0, 12).boxed().toList());
    }

    @Test
    void fewerTilesThanABatch_goRoundAgain() {
        TrainingBatches batches = batches(3, Augmentation.NONE, 8, 1, Long.MAX_VALUE);

        assertThat(batches.perEpoch()).isEqualTo(1);
        List<Integer> classes = classesOf(batches, 0, 8);
        assertThat(classes.subList(0, 3)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(classes.subList(3, 6)).isEqualTo(classes.subList(0, 3));
    }

    @Test
    void aBatchDependsOnSeedEpochAndNumberAlone() {
        TrainingBatches inOrder = batches(40, ALL, 8, 1, Long.MAX_VALUE);
        List<float[]> expected = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int batch = 0; batch < 5; batch++) {
                expected.add(patches(inOrder, epoch, batch));
            }
        }

        TrainingBatches backwards = batches(40, ALL, 8, 1, 10L * PATCH); // and room for a fourth of the tiles
        for (int number = 14; number >= 0; number--) {
            assertThat(patches(backwards, number / 5, number % 5)).containsExactly(expected.get(number));
        }
        assertThat(patches(batches(40, ALL, 8, 2, 0), 0, 0)).isNotEqualTo(expected.get(0));
    }

    @Test
    void augmentation_isAnotherInEachEpoch() {
        TrainingBatches batches = batches(1, ALL, 16, 1, Long.MAX_VALUE);

        List<float[]> looks = new ArrayList<>();
        for (int epoch = 0; epoch < 4; epoch++) {
            float[] patches = patches(batches, epoch, 0);
            for (int i = 0; i < 16; i++) {
                looks.add(Arrays.copyOfRange(patches, i * PATCH, (i + 1) * PATCH));
            }
        }

        assertThat(looks.stream().map(Arrays::hashCode).distinct()).hasSize(64);
    }

    @Test
    void whatFitsIsKept_theRestIsReadInEachEpoch() {
        TrainingBatches batches = batches(20, Augmentation.NONE, 5, 1, 10L * PATCH + PATCH / 2);
        read(batches, 0, 2);
        int before = readings.get();
        read(batches, 2, 6);

        // ten are kept and ten read in each of four epochs, two batches more or less since those are read ahead
        assertThat(readings.get() - before).isBetween(30, 70);
    }

    @Test
    void whereAllFits_noTileIsReadAgain() {
        TrainingBatches batches = batches(20, ALL, 5, 1, 20L * PATCH);
        read(batches, 0, 2); // batches that are read at the same time may both read a tile
        int before = readings.get();
        read(batches, 2, 6);

        assertThat(readings.get()).isEqualTo(before).isBetween(20, 40);
    }

    private static void read(TrainingBatches batches, int fromEpoch, int toEpoch) {
        for (int epoch = fromEpoch; epoch < toEpoch; epoch++) {
            classesOf(batches, epoch, 5);
        }
    }

    @Test
    void aTileThatCanNoLongerBeRead_isNamed() {
        Tile gone = new Tile(
                new TileImage() {
                    @Override
                    public String name() {
                        return "gone.png";
                    }

                    @Override
                    public TilePicture read() throws IOException {
                        throw new IOException("no such file");
                    }
                },
                0);
        TrainingBatches batches = new TileBatches(List.of(gone), config(), ALL, Recipe.Shuffle.EACH_EPOCH, 2, 1);

        assertThatThrownBy(() -> patches(batches, 0, 0, 2))
                .isInstanceOf(TrainingException.class)
                .hasMessage("gone.png can no longer be read: no such file");
    }

    private TrainingBatches batches(int tiles, Augmentation augmentation, int batchSize, long seed, long room) {
        return batches(tiles, augmentation, Recipe.Shuffle.EACH_EPOCH, batchSize, seed, room);
    }

    private TrainingBatches batches(
            int tiles, Augmentation augmentation, Recipe.Shuffle shuffle, int batchSize, long seed, long room) {
        return new TileBatches(
                IntStream.range(0, tiles).mapToObj(this::tile).toList(),
                config(),
                augmentation,
                shuffle,
                batchSize,
                seed,
                room);
    }

    /** A picture of twice the network's size, all of one colour but for a corner; its class is its number. */
    private Tile tile(int number) {
        int[] rgb = new int[4 * SIDE * SIDE];
        Arrays.fill(rgb, 0x805090 + number);
        rgb[0] = 0x102030;
        rgb[1] = 0x405060;
        rgb[2] = 0xa0b0c0;
        TilePicture picture = new TilePicture(2 * SIDE, 2 * SIDE, rgb);
        return new Tile(
                new TileImage() {
                    @Override
                    public String name() {
                        return "tile " + number;
                    }

                    @Override
                    public TilePicture read() {
                        readings.incrementAndGet();
                        return picture;
                    }
                },
                number);
    }

    private static List<Integer> classesOf(TrainingBatches batches, int epoch, int batchSize) {
        List<Integer> all = new ArrayList<>();
        FloatBuffer patches = FloatBuffer.allocate(batchSize * PATCH);
        int[] classes = new int[batchSize];
        for (int batch = 0; batch < batches.perEpoch(); batch++) {
            batches.fill(epoch, batch, patches, classes);
            Arrays.stream(classes).forEach(all::add);
        }
        return all;
    }

    private static float[] patches(TrainingBatches batches, int epoch, int batch) {
        return patches(batches, epoch, batch, batches.perEpoch() == 1 ? 16 : 8);
    }

    private static float[] patches(TrainingBatches batches, int epoch, int batch, int batchSize) {
        FloatBuffer patches = FloatBuffer.allocate(batchSize * PATCH);
        batches.fill(epoch, batch, patches, new int[batchSize]);
        return patches.array();
    }

    private static ModelConfig config() {
        return new ModelConfig(
                "squeezenet1_1",
                List.of("A", "B"),
                2 * SIDE,
                0.5,
                List.of(new Resize(SIDE), new ToTensor(), TrainingRequest.TORCHVISION),
                null,
                null,
                1);
    }
}
