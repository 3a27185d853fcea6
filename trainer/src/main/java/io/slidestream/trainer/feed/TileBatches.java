package io.slidestream.trainer.feed;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.recipe.Augmentation;
import io.slidestream.trainer.recipe.Recipe;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * Shuffled and varied tiles for a training. While the network computes, the pictures of the next {@value #AHEAD} batches
 * are read and decoded on the common pool's threads; no more than those and the present batch are held beyond what
 * {@link TilePixels} keeps. Not safe for concurrent use.
 */
public final class TileBatches implements TrainingBatches {
    private static final int AHEAD = 2;

    private final List<Tile> tiles;
    private final Augmentation augmentation;
    private final Recipe.Shuffle shuffle;
    private final int batchSize;
    private final long seed;
    private final PatchPainter painter;
    private final TilePixels pixels;
    /** Pictures being read, by the batch's number, counted through all epochs. */
    private final Map<Long, List<CompletableFuture<byte[]>>> reading = new HashMap<>();

    private int[] order = new int[0];
    private int epochOfOrder = -1;

    public TileBatches(
            List<Tile> tiles,
            ModelConfig config,
            Augmentation augmentation,
            Recipe.Shuffle shuffle,
            int batchSize,
            long seed) {
        this(tiles, config, augmentation, shuffle, batchSize, seed, TilePixels.usualRoomBytes());
    }

    /** @param roomBytes most that decoded pixels may take for longer than their batch */
    TileBatches(
            List<Tile> tiles,
            ModelConfig config,
            Augmentation augmentation,
            Recipe.Shuffle shuffle,
            int batchSize,
            long seed,
            long roomBytes) {
        if (tiles.isEmpty() || batchSize < 1) {
            throw new IllegalArgumentException("tiles and a batch size of at least 1 are needed, were " + tiles.size()
                    + " tiles in batches of " + batchSize);
        }
        this.tiles = List.copyOf(tiles);
        this.augmentation = augmentation;
        this.shuffle = shuffle;
        this.batchSize = batchSize;
        this.seed = seed;
        painter = new PatchPainter(config);
        pixels = new TilePixels(this.tiles, config.inputSizePx(), roomBytes);
    }

    @Override
    public int perEpoch() {
        return Math.max(1, tiles.size() / batchSize);
    }

    @Override
    public void fill(int epoch, int batch, FloatBuffer patches, int[] classes) {
        if (classes.length != batchSize) {
            throw new IllegalArgumentException("batches are of " + batchSize + " tiles, not " + classes.length);
        }
        long number = (long) epoch * perEpoch() + batch;
        int[] places = places(number);
        List<CompletableFuture<byte[]>> present = reading.getOrDefault(number, List.of());
        List<CompletableFuture<byte[]>> pictures = present.isEmpty() ? read(places) : present;
        reading.keySet().removeIf(other -> other <= number || other > number + AHEAD);
        for (long next = number + 1; next <= number + AHEAD; next++) {
            if (!reading.containsKey(next)) {
                reading.put(next, read(places(next)));
            }
        }
        List<byte[]> decoded = pictures.stream().map(TileBatches::join).toList();
        IntStream.range(0, batchSize).parallel().forEach(i -> {
            Augmentation.Drawn drawn = augmentation.draw(random(epoch, batch, i));
            painter.paint(decoded.get(i), drawn.position(), drawn.stain(), patches, i);
            classes[i] = tiles.get(places[i]).classIndex();
        });
    }

    private static byte[] join(CompletableFuture<byte[]> picture) {
        try {
            return picture.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TrainingException fault) {
                throw fault;
            }
            throw e;
        }
    }

    private List<CompletableFuture<byte[]>> read(int[] places) {
        List<CompletableFuture<byte[]>> pictures = new ArrayList<>();
        for (int tile : places) {
            pictures.add(CompletableFuture.supplyAsync(() -> pixels.of(tile)));
        }
        return pictures;
    }

    /** Places of the tiles in a batch. */
    private int[] places(long number) {
        int epoch = (int) (number / perEpoch());
        int first = (int) (number % perEpoch()) * batchSize;
        if (epoch != epochOfOrder) {
            order = shuffled(shuffle == Recipe.Shuffle.ONCE ? 0 : epoch);
            epochOfOrder = epoch;
        }
        int[] places = new int[batchSize];
        for (int i = 0; i < batchSize; i++) {
            places[i] = order[(first + i) % order.length];
        }
        return places;
    }

    private int[] shuffled(int epoch) {
        int[] shuffled = IntStream.range(0, tiles.size()).toArray();
        SplittableRandom random = random(epoch, -1, 0);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
        return shuffled;
    }

    /** A source of numbers for each purpose, far from all others. */
    private SplittableRandom random(int epoch, int batch, int place) {
        SplittableRandom ofEpoch = new SplittableRandom(new SplittableRandom(seed).nextLong() + epoch);
        SplittableRandom ofBatch = new SplittableRandom(ofEpoch.nextLong() + batch);
        return new SplittableRandom(ofBatch.nextLong() + place);
    }
}
