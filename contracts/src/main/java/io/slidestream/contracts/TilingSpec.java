package io.slidestream.contracts;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of a tiling, known before the slide is opened.
 *
 * @param patchSizePx side of the network's input
 * @param patchMpp microns per pixel of the network's input
 * @param strideFraction distance between tile origins as a share of the tile's side, in (0, 1]
 * @param mppOverride microns per level-0 pixel used whatever the slide says, or null
 * @param tissue version and parameters of the tissue mask
 */
public record TilingSpec(
        int patchSizePx,
        double patchMpp,
        double strideFraction,
        @Nullable Double mppOverride,
        String tissue) {
    public TilingSpec {
        Checks.inRange("patchSizePx", patchSizePx, 1, 16_384);
        Checks.positive("patchMpp", patchMpp);
        if (!(strideFraction > 0 && strideFraction <= 1)) {
            throw new IllegalArgumentException("strideFraction must be in (0, 1], was " + strideFraction);
        }
        if (mppOverride != null) {
            PlausibleMpp.check("mppOverride", mppOverride);
        }
        Checks.notBlank("tissue", tissue);
    }
}
