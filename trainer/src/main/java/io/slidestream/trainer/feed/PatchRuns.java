package io.slidestream.trainer.feed;

import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.picture.PictureChange;
import io.slidestream.trainer.picture.TilePicture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Feeds tiles through a network, batch by batch. Not safe for concurrent use. */
public final class PatchRuns {
    /** Computes the network's outputs for the first {@code count} patches, the same number for each. */
    public interface Network {
        float[] of(FloatBuffer patches, int count);
    }

    private final PatchTransform transform;
    private final PatchLayout layout;
    private final int batchSize;
    private final Network network;
    private final FloatBuffer patches;

    public PatchRuns(PatchTransform transform, PatchLayout layout, int batchSize, Network network) {
        this.transform = transform;
        this.layout = layout;
        this.batchSize = batchSize;
        this.network = network;
        patches = ByteBuffer.allocateDirect(Math.multiplyExact(batchSize * Float.BYTES, layout.floatsPerPatch()))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /**
     * One vector for each change of each tile, all of the first tile's first. While the network computes, the next
     * tiles are read and changed on the common pool's threads; no more than two batches of pictures are held.
     */
    public List<float[]> over(List<Tile> tiles, List<? extends PictureChange> changes, String what, Progress progress) {
        List<float[]> results = new ArrayList<>();
        int waiting = 0;
        int step = Math.max(1, batchSize / changes.size());
        CompletableFuture<List<TilePicture>> next = pictures(tiles, 0, step, changes);
        for (int from = 0; from < tiles.size(); from += step) {
            List<TilePicture> pictures = join(next);
            next = pictures(tiles, from + step, step, changes);
            for (TilePicture picture : pictures) {
                transform.apply(picture.rgb(), picture.widthPx(), picture.heightPx(), patches, waiting, layout);
                if (++waiting == batchSize) {
                    run(waiting, results);
                    waiting = 0;
                    progress.count(what, results.size() / changes.size(), tiles.size());
                }
            }
        }
        if (waiting > 0) {
            run(waiting, results);
        }
        return results;
    }

    private static CompletableFuture<List<TilePicture>> pictures(
            List<Tile> tiles, int from, int count, List<? extends PictureChange> changes) {
        List<Tile> some = tiles.subList(Math.min(from, tiles.size()), Math.min(from + count, tiles.size()));
        return CompletableFuture.supplyAsync(() -> some.parallelStream()
                .flatMap(tile -> {
                    TilePicture picture = tile.read();
                    return changes.stream().map(change -> change.of(picture));
                })
                .toList());
    }

    private static List<TilePicture> join(CompletableFuture<List<TilePicture>> pictures) {
        try {
            return pictures.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TrainingException fault) {
                throw fault;
            }
            throw e;
        }
    }

    private void run(int count, List<float[]> results) {
        float[] all = network.of(patches, count);
        int width = all.length / count;
        for (int i = 0; i < count; i++) {
            results.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
        }
    }
}
