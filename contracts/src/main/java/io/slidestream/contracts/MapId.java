package io.slidestream.contracts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;

/** Names one map: 128 bits of a hash over slide version, model and tiling, as 32 hex digits. */
public record MapId(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    public MapId {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("map id must be 32 hex digits, was '" + hex + "'");
        }
    }

    /** Equal input gives an equal id, on every machine and in every release. The slide's name plays no part. */
    public static MapId of(SlideVersion slide, String modelId, TilingSpec tiling) {
        List<String> parts = List.of(
                slide.location(),
                slide.fingerprint(),
                modelId,
                Integer.toString(tiling.patchSizePx()),
                exact(tiling.patchMpp()),
                exact(tiling.strideFraction()),
                tiling.mppOverride() == null ? "" : exact(tiling.mppOverride()),
                tiling.tissue());
        MessageDigest sha256 = Sha256.begin();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha256.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
            sha256.update((byte) ':');
            sha256.update(bytes);
        }
        return new MapId(Sha256.end(sha256, 16));
    }

    @Override
    public String toString() {
        return hex;
    }

    /** Double.toString writes some numbers otherwise before Java 19. */
    private static String exact(double value) {
        return Double.toHexString(value);
    }
}
