package io.slidestream.trainer;

import io.slidestream.networks.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a training's result depends on, as one number: a training goes on only where it is the same. Names, threads
 * and where files lie do not count.
 */
final class RequestDigest {
    private final MessageDigest digest;

    private RequestDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param start weights the training begins with, before any new layer */
    static String of(TrainingRequest request, TrainingParts parts, Map<String, Tensor> start) {
        RequestDigest digest = new RequestDigest();
        digest.text(request.architecture().label());
        digest.text(request.recipe().toString());
        digest.text(request.normalize().toString());
        digest.text(Long.toString(request.seed()));
        TileSet set = parts.set();
        digest.text(set.classNames().toString());
        Map<Tile, String> fingerprints = new java.util.IdentityHashMap<>();
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
        return HexFormat.of().formatHex(digest.digest.digest());
    }

    private void tiles(String part, List<Tile> tiles, Map<Tile, String> fingerprints) {
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
