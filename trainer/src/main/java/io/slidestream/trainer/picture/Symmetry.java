package io.slidestream.trainer.picture;

/** The eight ways to lay a square tile: tissue has no up and no left. */
public enum Symmetry implements PictureChange {
    IDENTITY(false, false, false),
    MIRRORED(true, false, false),
    FLIPPED(false, true, false),
    HALF_TURN(true, true, false),
    TRANSPOSED(false, false, true),
    QUARTER_TURN(true, false, true),
    THREE_QUARTER_TURN(false, true, true),
    ANTI_TRANSPOSED(true, true, true);

    private final boolean mirrors;
    private final boolean flips;
    private final boolean transposes;

    Symmetry(boolean mirrors, boolean flips, boolean transposes) {
        this.mirrors = mirrors;
        this.flips = flips;
        this.transposes = transposes;
    }

    /** Index, row by row in the original picture, of the first pixel of the picture laid this way. */
    public int start(int sidePx) {
        int last = sidePx - 1;
        int column = mirrors ? last : 0;
        int row = flips ? last : 0;
        return transposes ? column * sidePx + row : row * sidePx + column;
    }

    /** Step from a pixel to its right neighbour. */
    public int stepRight(int sidePx) {
        return (mirrors ? -1 : 1) * (transposes ? sidePx : 1);
    }

    /** Step from a pixel to the one below it. */
    public int stepDown(int sidePx) {
        return (flips ? -1 : 1) * (transposes ? 1 : sidePx);
    }

    /** A square picture laid this way; the picture itself for the identity. */
    @Override
    public TilePicture of(TilePicture picture) {
        if (this == IDENTITY) {
            return picture;
        }
        int side = picture.widthPx();
        int[] laid = new int[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                laid[y * side + x] = picture.rgb()[start(side) + y * stepDown(side) + x * stepRight(side)];
            }
        }
        return new TilePicture(side, side, laid);
    }
}
