package io.slidestream.tiler.tissue;

/** The places that pens wrote on, and black borders that scanners left. */
final class InkMarks {
    /** Greatest distance of pale ink from strong ink, in mask pixels: 100 to 200 microns. */
    private static final int REACH_PX = 12;

    private InkMarks() {}

    /**
     * Strong ink in pieces of a pen's width at least, and the pale ink that joins it.
     *
     * @param ink a value of {@link Ink} for each pixel
     * @param minPiecePx smaller pieces are pigment or dust, not a pen
     */
    static BinaryPicture find(byte[] ink, int width, int height, long minPiecePx) {
        boolean[] strong = new boolean[ink.length];
        for (int i = 0; i < ink.length; i++) {
            strong[i] = ink[i] == Ink.STRONG;
        }
        BinaryPicture marks = new BinaryPicture(width, height, strong);
        marks.dropObjectsBelow(minPiecePx);
        for (int step = 0; step < REACH_PX && grow(marks, ink); step++) {}
        return marks;
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
                    rim = count == rim.length ? java.util.Arrays.copyOf(rim, 2 * count) : rim;
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
