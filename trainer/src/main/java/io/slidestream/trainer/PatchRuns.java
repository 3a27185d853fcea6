package io.slidestream.trainer;

import io.slidestream.networks.PatchLayout;
import io.slidestream.networks.PatchTransform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Feeds tiles through a network, batch by batch. Not safe for concurrent use. */
final class PatchRuns {
    /** What a network makes of the first {@code count} patches: equally many numbers for each. */
    interface Network {
        float[] of(FloatBuffer patches, int count);
    }

    private final PatchTransform transform;
    private final PatchLayout layout;
    private final int batchSize;
    private final Network network;
    private final FloatBuffer patches;

    PatchRuns(PatchTransform transform, PatchLayout layout, int batchSize, Network network) {
        this.transform = transform;
        this.layout = layout;
        this.batchSize = batchSize;
        this.network = network;
        patches = ByteBuffer.allocateDirect(Math.multiplyExact(batchSize * Float.BYTES, layout.floatsPerPatch()))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** One vector for each way to lay each tile, all of the first tile's first. */
    List<float[]> over(List<Tile> tiles, List<Symmetry> ways, String what, Progress progress) {
        List<float[]> results = new ArrayList<>();
        int waiting = 0;
        for (Tile tile : tiles) {
            TilePicture picture = read(tile);
            for (Symmetry way : ways) {
                TilePicture laid = way.of(picture);
                transform.apply(laid.rgb(), laid.widthPx(), laid.heightPx(), patches, waiting, layout);
                if (++waiting == batchSize) {
                    run(waiting, results);
                    waiting = 0;
                    progress.count(what, results.size() / ways.size(), tiles.size());
                }
            }
        }
        if (waiting > 0) {
            run(waiting, results);
        }
        return results;
    }

    private void run(int count, List<float[]> results) {
        float[] all = network.of(patches, count);
        int width = all.length / count;
        for (int i = 0; i < count; i++) {
            results.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
        }
    }

    static TilePicture read(Tile tile) {
        try {
            return TilePicture.read(tile.file());
        } catch (IOException e) {
            throw new TrainingException(tile.file() + " can no longer be read: " + e.getMessage(), e);
        }
    }
}
