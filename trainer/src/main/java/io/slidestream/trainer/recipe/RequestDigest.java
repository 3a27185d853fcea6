package io.slidestream.trainer.recipe;

import io.slidestream.contracts.Sha256;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.data.TileSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a training's result depends on, as one number: a training goes on only where it is the same. Names, threads
 * and where files lie do not count.
 */
public final class RequestDigest {
    private final MessageDigest digest = Sha256.begin();

    private RequestDigest() {}

    /** @param start weights the training begins with, before any new layer */
    public static String of(TrainingRequest request, TrainingParts parts, Map<String, Tensor> start) {
        RequestDigest digest = new RequestDigest();
        digest.text(request.network().label());
        digest.text(request.recipe().toString());
        digest.text(request.normalize().toString());
        digest.text(Long.toString(request.data().seed()));
        TileSet set = parts.set();
        digest.text(set.classNames().toString());
        java.util.IdentityHashMap<Tile, String> fingerprints = new java.util.IdentityHashMap<>();
        for (int i = 0; i < set.tiles().size(); i++) {
            fingerprints.put(set.tiles().get(i), set.fingerprints().get(i));
        }
        digest.tiles("training", parts.split().training(), fingerprints);
        digest.tiles("validation", parts.split().validation(), fingerprints);
        new TreeMap<>(start).forEach((name, tensor) -> {
            digest.text(name);
            ByteBuffer bytes = ByteBuffer.allocate(tensor.values().length * Float.BYTES);
            bytes.asFloatBuffer().put(tensor.values());
            digest.digest.update(bytes);
        });
        return Sha256.end(digest.digest);
    }

    private void tiles(String part, List<Tile> tiles, java.util.IdentityHashMap<Tile, String> fingerprints) {
        text(part);
        for (Tile tile : tiles) {
            text(fingerprints.getOrDefault(tile, tile.name()));
            text(Integer.toString(tile.classIndex()));
        }
    }

    private void text(String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
