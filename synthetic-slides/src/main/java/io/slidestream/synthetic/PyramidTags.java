package io.slidestream.synthetic;

import java.io.IOException;
import java.util.List;

/** The directories of a tiled pyramid in a TIFF. */
public abstract class PyramidTags {
    private static final int JPEG = 7;
    private static final int LZW = 5;
    private static final int DEFLATE = 8;
    private static final int APERIO_YCBCR = 33_003;
    private static final int APERIO_RGB = 33_005;
    private static final int APERIO_YUYV = 33_007;
    private static final int JPEG_2000 = 34_712;
    private static final int RGB = 2;
    private static final int YCBCR = 6;
    private static final int DIFFERENCED = 2;

    final SlideShape shape;

    PyramidTags(SlideShape shape) {
        this.shape = shape;
    }

    /** @param origin what the file says of where the pixels come from, as {@code key = value} */
    public static PyramidTags of(SlideShape shape, String origin) {
        return switch (shape.container()) {
            case SVS -> new AperioTags(shape, origin);
            case TIFF -> new GenericTags(shape);
            case OME_TIFF -> new OmeTags(shape);
            case PHILIPS -> new PhilipsTags(shape);
            case NDPI, DICOM -> throw new IllegalArgumentException(shape.container() + " is no tiled TIFF");
        };
    }

    /** A tiled level; the tiles lie in the file already. */
    abstract TiffDirectory level(int level, TileTable tiles);

    /** Adds the directories of all levels, and what else the format has. */
    abstract void addTo(TiffWriter tiff, List<TiffDirectory> levels, WholeLevel coarsest) throws IOException;

    /** Width of a level as the file states it. */
    int widthPx(int level) {
        return shape.widthPx(level);
    }

    int heightPx(int level) {
        return shape.heightPx(level);
    }

    /** What every level must say. */
    final TiffDirectory tiled(int level, TileTable tiles) {
        TiffDirectory directory = picture(widthPx(level), heightPx(level), compression(), colour())
                .shorts(322, shape.tilePx())
                .shorts(323, shape.tilePx())
                .longs(324, tiles.offsets())
                .longs(325, tiles.counts());
        if (shape.coding() == TileCoding.DEFLATE || shape.coding() == TileCoding.LZW) {
            directory.shorts(317, DIFFERENCED);
        }
        return tiles.tables().length == 0 ? directory : directory.undefined(347, tiles.tables());
    }

    /** An image of one JPEG strip. */
    static TiffDirectory strip(int widthPx, int heightPx, long offset, int lengthBytes) {
        return picture(widthPx, heightPx, JPEG, JpegColour.YCBCR_420)
                .longs(273, offset)
                .longs(278, heightPx)
                .longs(279, lengthBytes);
    }

    private JpegColour colour() {
        return switch (shape.coding()) {
            case JPEG, JPEG_2000 -> shape.jpeg().colour();
            case RAW -> JpegColour.YCBCR_420;
            case DEFLATE, LZW -> JpegColour.RGB;
        };
    }

    private int compression() {
        return switch (shape.coding()) {
            case JPEG -> JPEG;
            case JPEG_2000 ->
                shape.container() != SlideContainer.SVS
                        ? JPEG_2000
                        : shape.jpeg().colour() == JpegColour.RGB ? APERIO_RGB : APERIO_YCBCR;
            case DEFLATE -> DEFLATE;
            case LZW -> LZW;
            case RAW -> APERIO_YUYV;
        };
    }

    private static TiffDirectory picture(int widthPx, int heightPx, int compression, JpegColour colour) {
        int chroma = colour == JpegColour.YCBCR_420 ? 2 : 1;
        boolean wide = compression == APERIO_YCBCR || compression == APERIO_YUYV || compression == JPEG_2000;
        TiffDirectory directory = new TiffDirectory()
                .longs(254, 0)
                .longs(256, widthPx)
                .longs(257, heightPx)
                .shorts(258, 8, 8, 8)
                .shorts(259, compression)
                .shorts(262, colour == JpegColour.RGB ? RGB : YCBCR)
                .shorts(277, 3)
                .shorts(284, 1);
        return colour == JpegColour.RGB ? directory : directory.shorts(530, chroma, wide ? 1 : chroma);
    }
}
