package io.slidestream.slides.lossless;

import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.codec.TileDecoder;

/** Three bytes a pixel, red first, perhaps packed. */
public record LosslessCodec(Packing packing, Predictor predictor, Layout layout) implements TileCodec {
    /** What a byte stands for. */
    public enum Predictor {
        NONE,
        /** The difference from the left neighbour's. */
        LEFT
    }

    /** How the three components of a tile lie. */
    public enum Layout {
        /** Pixel by pixel. */
        PIXELS,
        /** Each packed by itself; before them stand their lengths, three numbers of 32 bits, big endian. */
        PLANES
    }

    @Override
    public String label() {
        return packing.label();
    }

    @Override
    public String coding() {
        return packing.coding();
    }

    @Override
    public int maxReduction() {
        return 1;
    }

    @Override
    public TileDecoder newDecoder() {
        return new LosslessDecoder(this);
    }
}
