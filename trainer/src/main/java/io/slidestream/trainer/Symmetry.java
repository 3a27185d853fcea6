package io.slidestream.trainer;

/** The eight ways to lay a square tile: tissue has no up and no left. */
enum Symmetry implements PictureChange {
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
                int column = mirrors ? side - 1 - x : x;
                int row = flips ? side - 1 - y : y;
                laid[y * side + x] = picture.rgb()[transposes ? column * side + row : row * side + column];
            }
        }
        return new TilePicture(side, side, laid);
    }
}
