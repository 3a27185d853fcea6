package io.slidestream.synthetic;

/**
 * The JPEG of a slide's tiles.
 *
 * @param quality 1..100, libjpeg's scale
 */
public record JpegFormat(JpegColour colour, int quality, Tables tables) {
    /** The format used unless asked otherwise. */
    public static final JpegFormat DEFAULT = new JpegFormat(JpegColour.YCBCR_420, 80, Tables.OWN);

    /** Place of the quantisation and Huffman tables. */
    public enum Tables {
        /** The tables are in each tile, which is then a whole JPEG file. */
        OWN,
        /** The tables are in TIFF's JPEGTables, once for the level. */
        SHARED
    }

    public JpegFormat {
        SlideShape.inRange("quality", quality, 1, 100);
    }
}
