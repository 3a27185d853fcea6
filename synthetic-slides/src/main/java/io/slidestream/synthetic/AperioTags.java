package io.slidestream.synthetic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The directories of an Aperio SVS. */
final class AperioTags extends PyramidTags {
    private final String description;

    AperioTags(SlideShape shape, String origin) {
        super(shape);
        this.description = "Aperio Image Library v11.2.1\r\n" + shape.widthPx() + "x" + shape.heightPx() + " [0,0 "
                + shape.widthPx() + "x" + shape.heightPx() + "] (" + shape.tilePx() + "x" + shape.tilePx() + ") "
                + coding(shape) + "/"
                + (shape.jpeg().colour() == JpegColour.RGB ? "RGB" : "YCC") + " Q="
                + shape.jpeg().quality() + "|"
                + origin
                + (shape.mpp().isPresent()
                        ? "|AppMag = " + trimmed(10 / shape.mpp().getAsDouble()) + "|MPP = "
                                + trimmed(shape.mpp().getAsDouble())
                        : "");
    }

    @Override
    TiffDirectory level(int level, TileTable tiles) {
        return tiled(level, tiles).ascii(270, description);
    }

    /** The thumbnail comes second. */
    @Override
    void addTo(TiffWriter tiff, List<TiffDirectory> levels, WholeLevel coarsest) throws IOException {
        List<TiffDirectory> all = new ArrayList<>(levels);
        all.add(1, coarsest.thumbnail(tiff).ascii(270, description));
        all.forEach(tiff::add);
    }

    private static String coding(SlideShape shape) {
        return switch (shape.coding()) {
            case JPEG -> "JPEG";
            case JPEG_2000 -> "J2K";
            case DEFLATE -> "ZIP";
            case LZW -> "LZW";
            case RAW -> "RAW";
        };
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
