package io.slidestream.standalone.harvest;

import io.slidestream.contracts.TileGrid;

/**
 * The tiles that a model looks at.
 *
 * @param classNames of the model
 * @param sizePx side of a tile
 * @param mpp microns per pixel of a tile
 */
public record TileSpec(java.util.List<String> classNames, int sizePx, double mpp) {
    public TileSpec {
        if (sizePx < 1 || !(mpp > 0)) {
            throw new IllegalArgumentException("tiles must have a size and a spacing, had " + sizePx + " px, " + mpp);
        }
    }

    /**
     * The grid of a slide, as the tiler lays it.
     *
     * @throws IllegalArgumentException if the slide is smaller than a tile, or too coarse
     */
    public TileGrid grid(long widthPx, long heightPx, double slideMpp) {
        int side = (int) Math.max(1, Math.round(sizePx * mpp / slideMpp));
        return new TileGrid(widthPx, heightPx, slideMpp, side, side);
    }

    /** Whether tiles of the other spec can be trained on together with these. */
    public boolean isLike(TileSpec other) {
        return sizePx == other.sizePx && Math.abs(mpp - other.mpp) < 1e-9;
    }
}
