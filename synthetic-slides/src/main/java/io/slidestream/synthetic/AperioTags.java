package io.slidestream.synthetic;

import java.util.List;

/** The directories of an Aperio SVS. */
public final class AperioTags {
    private static final int JPEG = 7;
    private static final int RGB = 2;
    private static final int YCBCR = 6;

    private final SlideShape shape;
    private final String description;

    /** @param origin what the description says of where the pixels come from, as {@code key = value} */
    public AperioTags(SlideShape shape, String origin) {
        this.shape = shape;
        this.description = "Aperio Image Library v11.2.1\r\n" + shape.widthPx() + "x" + shape.heightPx() + " [0,0 "
                + shape.widthPx() + "x" + shape.heightPx() + "] (" + shape.tilePx() + "x" + shape.tilePx() + ") JPEG/"
                + (shape.jpeg().colour() == JpegColour.RGB ? "RGB" : "YCC") + " Q="
                + shape.jpeg().quality() + "|"
                + origin
                + (shape.mpp().isPresent()
                        ? "|AppMag = " + trimmed(10 / shape.mpp().getAsDouble()) + "|MPP = "
                                + trimmed(shape.mpp().getAsDouble())
                        : "");
    }

    /** A tiled level; the tiles lie in the file already. */
    TiffDirectory level(int level, TileTable tiles) {
        TiffDirectory directory = directory(
                        shape.widthPx(level),
                        shape.heightPx(level),
                        shape.jpeg().colour())
                .shorts(322, shape.tilePx())
                .shorts(323, shape.tilePx())
                .longs(324, tiles.offsets())
                .longs(325, tiles.counts());
        return tiles.tables().length == 0 ? directory : directory.undefined(347, tiles.tables());
    }

    /** An image of one strip. */
    TiffDirectory thumbnail(int widthPx, int heightPx, long offset, int lengthBytes) {
        return directory(widthPx, heightPx, JpegColour.YCBCR_420)
                .longs(273, offset)
                .longs(278, heightPx)
                .longs(279, lengthBytes);
    }

    /** The order in which Aperio has its images: the thumbnail comes second. */
    static List<TiffDirectory> inOrder(List<TiffDirectory> levels, TiffDirectory thumbnail) {
        List<TiffDirectory> all = new java.util.ArrayList<>(levels);
        all.add(1, thumbnail);
        return all;
    }

    private TiffDirectory directory(int widthPx, int heightPx, JpegColour colour) {
        int chroma = colour == JpegColour.YCBCR_420 ? 2 : 1;
        return new TiffDirectory()
                .longs(254, 0)
                .longs(256, widthPx)
                .longs(257, heightPx)
                .shorts(258, 8, 8, 8)
                .shorts(259, JPEG)
                .shorts(262, colour == JpegColour.RGB ? RGB : YCBCR)
                .ascii(270, description)
                .shorts(277, 3)
                .shorts(284, 1)
                .shorts(530, chroma, chroma);
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
