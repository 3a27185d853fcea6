package io.slidestream.tiler.tissue;

import java.util.Arrays;

/*
 * Pens are told by their hue, and some stains have it: aniline blue in a trichrome, Alcian blue, Giemsa. What tells them
 * apart is where the hue lies. A pen's stroke is a piece of its own on glass, or crosses a piece that is mostly of other
 * colours; a stain is most of the pieces it is in, mixed with what it did not take to. So where most of what is coloured has
 * a pen's hue, the pieces are asked: pens stand beside tissue where hardly a piece is mixed and some hold tissue alone.
 */
/**
 * The places that pens wrote on, and black borders that scanners left.
 *
 * @param marks pixels to leave out
 * @param isStain whether a pen's hue was found and kept, because it is the slide's stain
 */
record InkMarks(BinaryPicture marks, boolean isStain) {
    /** Greatest distance of pale ink from strong ink, in mask pixels: 100 to 200 microns. */
    private static final int REACH_PX = 12;

    /** Below this saturation a pixel is not coloured. */
    private static final int COLOURED = 12;

    /** More of what is coloured than this is hardly written by a pen: a stroke over a small section took 0.56. */
    private static final double MOST = 0.6;

    /** A piece with less ink is tissue, one with more is a pen's stroke. */
    private static final double TISSUE_PIECE = 0.5;

    private static final double STROKE = 0.95;

    /** Share of what is coloured that mixed pieces may have beside pens, and tissue must have. */
    private static final double MIXED_BESIDE_PENS = 0.1;

    private static final double TISSUE_BESIDE_PENS = 0.05;

    /**
     * Strong ink in pieces of a pen's width at least, and the pale ink that joins it.
     *
     * @param minPiecePx smaller pieces are pigment or dust, not a pen
     */
    static InkMarks find(SaturationPicture picture, InkHandling handling, long minPiecePx) {
        int width = picture.widthPx();
        int height = picture.heightPx();
        if (handling == InkHandling.KEEP) {
            return new InkMarks(new BinaryPicture(width, height, new boolean[width * height]), false);
        }
        BinaryPicture all = find(picture.ink(), width, height, minPiecePx);
        if (handling == InkHandling.REMOVE || !isStain(picture, all)) {
            return new InkMarks(all, false);
        }
        return new InkMarks(find(blackAlone(picture.ink()), width, height, minPiecePx), true);
    }

    private static BinaryPicture find(byte[] ink, int width, int height, long minPiecePx) {
        boolean[] strong = new boolean[ink.length];
        for (int i = 0; i < ink.length; i++) {
            strong[i] = ink[i] == Ink.STRONG || ink[i] == Ink.BLACK;
        }
        BinaryPicture marks = new BinaryPicture(width, height, strong);
        marks.dropObjectsBelow(minPiecePx);
        for (int step = 0; step < REACH_PX && grow(marks, ink); step++) {}
        return marks;
    }

    private static byte[] blackAlone(byte[] ink) {
        byte[] black = new byte[ink.length];
        for (int i = 0; i < ink.length; i++) {
            black[i] = ink[i] == Ink.BLACK || ink[i] == Ink.GREY ? ink[i] : Ink.NONE;
        }
        return black;
    }

    private static boolean isStain(SaturationPicture picture, BinaryPicture marks) {
        byte[] ink = picture.ink();
        boolean[] coloured = new boolean[ink.length];
        boolean[] penHued = new boolean[ink.length];
        long colouredPx = 0;
        long penPx = 0;
        for (int i = 0; i < ink.length; i++) {
            coloured[i] = ink[i] != Ink.BLACK && ink[i] != Ink.GREY && (picture.saturation()[i] & 0xFF) > COLOURED;
            penHued[i] = coloured[i] && marks.isSet(i);
            colouredPx += coloured[i] ? 1 : 0;
            penPx += penHued[i] ? 1 : 0;
        }
        if (penPx <= MOST * colouredPx) {
            return false;
        }
        long[] tissueAndMixed = new long[2];
        new Pieces(coloured, picture.widthPx(), picture.heightPx(), Pieces.Neighbours.AT_SIDES_AND_CORNERS)
                .measure(penHued, (piecePx, inkPx) -> {
                    if (inkPx < TISSUE_PIECE * piecePx) {
                        tissueAndMixed[0] += piecePx;
                    } else if (inkPx < STROKE * piecePx) {
                        tissueAndMixed[1] += piecePx;
                    }
                });
        boolean pens = tissueAndMixed[0] >= TISSUE_BESIDE_PENS * colouredPx
                && tissueAndMixed[1] <= MIXED_BESIDE_PENS * colouredPx;
        return !pens;
    }

    /** Takes in the inked neighbours of what is marked, and says whether there were any. */
    private static boolean grow(BinaryPicture marks, byte[] ink) {
        int width = marks.widthPx();
        int height = marks.heightPx();
        int[] rim = new int[256];
        int count = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                if (ink[i] != Ink.NONE && !marks.isSet(x, y) && touches(marks, x, y)) {
                    rim = count == rim.length ? Arrays.copyOf(rim, 2 * count) : rim;
                    rim[count++] = i;
                }
            }
        }
        for (int i = 0; i < count; i++) {
            marks.set(rim[i]);
        }
        return count > 0;
    }

    private static boolean touches(BinaryPicture marks, int x, int y) {
        return (x > 0 && marks.isSet(x - 1, y))
                || (x < marks.widthPx() - 1 && marks.isSet(x + 1, y))
                || (y > 0 && marks.isSet(x, y - 1))
                || (y < marks.heightPx() - 1 && marks.isSet(x, y + 1));
    }
}
