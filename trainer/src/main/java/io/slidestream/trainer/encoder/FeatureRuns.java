package io.slidestream.trainer.encoder;

import io.slidestream.contracts.Sha256;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.picture.Symmetry;
import io.slidestream.trainer.picture.TilePicture;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Features of tiles: those that are kept from the disk, the others from the encoder, batch by batch. */
final class FeatureRuns {
    private static final int TILES_AT_ONCE = 32;

    private final Featuriser featuriser;
    private final PatchTransform transform;
    private final FeatureCache cache;
    private final Progress progress;
    private final FloatBuffer patches;
    private final List<Wanted> waiting = new ArrayList<>();
    private int computed;

    /** A place in the results that a patch of the batch is for. */
    private record Wanted(String key, float[][] results, int place) {}

    FeatureRuns(Featuriser featuriser, PatchTransform transform, FeatureCache cache, Progress progress) {
        this.featuriser = featuriser;
        this.transform = transform;
        this.cache = cache;
        this.progress = progress;
        patches = featuriser.layout().room(featuriser.batchSize());
    }

    /** How many went through the encoder. */
    int computed() {
        return computed;
    }

    /** One vector for each position of each tile, all of the first tile's first. */
    List<float[]> over(List<Tile> tiles, List<Symmetry> positions, String what) {
        float[][] results = new float[tiles.size() * positions.size()][];
        for (int from = 0; from < tiles.size(); from += TILES_AT_ONCE) {
            List<Tile> some = tiles.subList(from, Math.min(tiles.size(), from + TILES_AT_ONCE));
            List<TilePicture> pictures = some.parallelStream().map(Tile::read).toList();
            for (int i = 0; i < some.size(); i++) {
                String fingerprint = pictures.get(i).fingerprint();
                for (int p = 0; p < positions.size(); p++) {
                    want(pictures.get(i), positions.get(p), fingerprint, results, (from + i) * positions.size() + p);
                }
            }
            progress.count(what, from + some.size(), tiles.size());
        }
        compute();
        return Arrays.asList(results);
    }

    private void want(TilePicture picture, Symmetry position, String fingerprint, float[][] results, int place) {
        String key = key(fingerprint, position);
        float[] kept = cache.get(key);
        if (kept != null) {
            results[place] = kept;
            return;
        }
        TilePicture laid = position.of(picture);
        transform.apply(laid.rgb(), laid.widthPx(), laid.heightPx(), patches, waiting.size(), featuriser.layout());
        waiting.add(new Wanted(key, results, place));
        if (waiting.size() == featuriser.batchSize()) {
            compute();
        }
    }

    private void compute() {
        if (waiting.isEmpty()) {
            return;
        }
        float[] all = featuriser.features(patches, waiting.size());
        int width = featuriser.featureCount();
        for (int i = 0; i < waiting.size(); i++) {
            float[] features = Arrays.copyOfRange(all, i * width, (i + 1) * width);
            waiting.get(i).results()[waiting.get(i).place()] = features;
            cache.put(waiting.get(i).key(), features);
        }
        computed += waiting.size();
        waiting.clear();
    }

    private static String key(String fingerprint, Symmetry position) {
        MessageDigest digest = Sha256.begin();
        digest.update((fingerprint + " " + position.name()).getBytes(StandardCharsets.US_ASCII));
        return Sha256.end(digest);
    }
}
