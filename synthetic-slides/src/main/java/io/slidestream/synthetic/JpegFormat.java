package io.slidestream.synthetic;

/**
 * The JPEG of a slide's tiles.
 *
 * @param quality 1..100, libjpeg's scale
 */
public record JpegFormat(JpegColour colour, int quality, Tables tables) {
    /** The format used unless asked otherwise. */
    public static final JpegFormat DEFAULT = new JpegFormat(JpegColour.YCBCR_420, 80, Tables.OWN);

    /** Where the quantisation and Huffman tables stand. */
    public enum Tables {
        /** In each tile, which is then a whole JPEG file. */
        OWN,
        /** Once for the level, in TIFF's JPEGTables. */
        SHARED
    }

    public JpegFormat {
        SlideShape.inRange("quality", quality, 1, 100);
    }
}
