package io.slidestream.synthetic;

import java.util.List;
import java.util.Locale;

/** The directories of an OME-TIFF as Bio-Formats and QuPath write it: one image, its lower levels in SubIFDs. */
final class OmeTags extends PyramidTags {
    private static final int REDUCED = 1;
    private static final int SUB_DIRECTORIES = 330;

    OmeTags(SlideShape shape) {
        super(shape);
    }

    @Override
    TiffDirectory level(int level, TileTable tiles) {
        TiffDirectory directory = tiled(level, tiles);
        return level == 0 ? directory.ascii(270, xml()) : directory.longs(254, REDUCED);
    }

    @Override
    void addTo(TiffWriter tiff, List<TiffDirectory> levels, WholeLevel coarsest) {
        tiff.add(levels.get(0).below(SUB_DIRECTORIES, levels.subList(1, levels.size())));
    }

    private String xml() {
        String sides = shape.mpp().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        " PhysicalSizeX=\"%1$s\" PhysicalSizeXUnit=\"um\" PhysicalSizeY=\"%1$s\""
                                + " PhysicalSizeYUnit=\"um\"",
                        shape.mpp().getAsDouble());
        return String.format(
                Locale.ROOT,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME"
                        + " xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image ID=\"Image:0\"><Pixels"
                        + " ID=\"Pixels:0\" DimensionOrder=\"XYCZT\" Type=\"uint8\" SizeX=\"%d\" SizeY=\"%d\" SizeZ=\"1\""
                        + " SizeC=\"3\" SizeT=\"1\"%s><Channel ID=\"Channel:0:0\" SamplesPerPixel=\"3\"/><TiffData"
                        + " IFD=\"0\" PlaneCount=\"1\"/></Pixels></Image></OME>",
                shape.widthPx(),
                shape.heightPx(),
                sides);
    }
}
