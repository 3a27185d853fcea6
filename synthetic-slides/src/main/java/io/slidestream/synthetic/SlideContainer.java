package io.slidestream.synthetic;

import java.nio.file.Path;
import java.util.Locale;

/** The kind of file that a slide to be written is; its name says it. */
public enum SlideContainer {
    /** Aperio's: a TIFF whose description names the scanner, with a thumbnail as its second image. */
    SVS,
    /** A tiled pyramid in TIFF as libvips writes it. */
    TIFF,
    /** A tiled pyramid in TIFF with OME-XML, whose lower levels lie in SubIFDs. */
    OME_TIFF,
    /** Philips': a tiled pyramid whose levels are filled up to whole tiles, and whose scale stands in XML. Without its thumbnails. */
    PHILIPS,
    /** Hamamatsu's: a long JPEG for each level, cut by restart markers, in a TIFF of 64-bit offsets. */
    NDPI,
    /** A DICOM series: a file for each level and associated image, beside the one that is named. */
    DICOM;

    /** By the name's ending: {@code .ndpi}, {@code .dcm}, {@code .ome.tif(f)}, {@code .philips.tif(f)}, {@code .tif(f)}; all else is an SVS. */
    public static SlideContainer of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".ndpi")) {
            return NDPI;
        }
        if (name.endsWith(".dcm")) {
            return DICOM;
        }
        if (name.endsWith(".ome.tif") || name.endsWith(".ome.tiff")) {
            return OME_TIFF;
        }
        if (name.endsWith(".philips.tif") || name.endsWith(".philips.tiff")) {
            return PHILIPS;
        }
        return name.endsWith(".tif") || name.endsWith(".tiff") ? TIFF : SVS;
    }

    /** Whether the name's ending is that of a slide, and not one for which an SVS would be a surprise. */
    public static boolean isNamedBy(Path file) {
        return of(file) != SVS
                || file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".svs");
    }
}
