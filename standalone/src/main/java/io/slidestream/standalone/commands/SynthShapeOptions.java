package io.slidestream.standalone.commands;

import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.synthetic.DicomForm;
import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.SlideContainer;
import io.slidestream.synthetic.SlideShape;
import io.slidestream.synthetic.TileCoding;
import java.nio.file.Path;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The options of a slide's file but its pixels. */
final class SynthShapeOptions {
    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "40000x30000",
            description = "Pixels at full resolution. Default: 40000x30000.")
    private String size = "";

    @Option(
            names = "--jpeg-tile",
            paramLabel = "PIXELS",
            defaultValue = "256",
            description = "Side of a tile, a multiple of 16. Default: 256.")
    private int tilePx;

    @Option(
            names = "--colour",
            paramLabel = "NAME",
            defaultValue = "4:2:0",
            description = "How a tile of JPEG or JPEG 2000 holds colours: 4:2:0 or 4:4:4 (YCbCr), or rgb. JPEG 2000 and"
                    + " NDPI halve columns alone where 4:2:0 halves rows too. Default: 4:2:0.")
    private String colour = "";

    @Option(
            names = "--quality",
            paramLabel = "1..100",
            defaultValue = "80",
            description = "Quality of JPEG; for JPEG 2000 it becomes a rate. Default: 80.")
    private int quality;

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            defaultValue = "jpeg",
            description =
                    "How the tiles are coded: jpeg; jpeg2000, in an SVS as Aperio's (33005 for rgb, else 33003); deflate"
                            + " or lzw, without loss; raw, in DICOM and as Aperio's 33007. Default: jpeg.")
    private String codec = "";

    @Option(
            names = "--tiling",
            paramLabel = "NAME",
            defaultValue = "full",
            description = "Frames of a DICOM series: full, or sparse, where bare glass has none. Default: full.")
    private String tiling = "";

    @Option(names = "--shared-tables", description = "Keep the JPEG tables once a level, as Aperio does.")
    private boolean sharedTables;

    @Option(names = "--bigtiff", description = "Write a BigTIFF also below 4 GB.")
    private boolean bigTiff;

    /** @throws IllegalArgumentException if a value is out of its range */
    SlideShape shape(OptionalDouble mpp, Path out) {
        if (!SlideContainer.isNamedBy(out)) {
            throw new IllegalArgumentException(out
                    + " does not say which format to write: let it end in .svs, .ndpi, .ome.tiff, .philips.tiff, .tiff"
                    + " or .dcm");
        }
        int[] sides = sides(size);
        JpegFormat.Tables tables = sharedTables ? JpegFormat.Tables.SHARED : JpegFormat.Tables.OWN;
        return new SlideShape(
                sides[0],
                sides[1],
                mpp,
                tilePx,
                new JpegFormat(colour(), quality, tables),
                bigTiff ? 0 : SlideShape.CLASSIC_TIFF_BYTES,
                coding(),
                SlideContainer.of(out));
    }

    String size() {
        return size;
    }

    /** Width and height. */
    static int[] sides(String size) {
        String[] sides = size.split("x", -1);
        try {
            if (sides.length == 2) {
                return new int[] {Integer.parseInt(sides[0]), Integer.parseInt(sides[1])};
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException("--size must be width and height in pixels as 40000x30000, was " + size);
    }

    /** @throws UsageException if it is none */
    DicomForm.Tiling tiling() {
        return switch (tiling) {
            case "full" -> DicomForm.Tiling.FULL;
            case "sparse" -> DicomForm.Tiling.SPARSE;
            default -> throw new UsageException("--tiling must be full or sparse, was " + tiling);
        };
    }

    private TileCoding coding() {
        try {
            return TileCoding.of(codec);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--codec " + e.getMessage());
        }
    }

    private JpegColour colour() {
        try {
            return JpegColour.of(colour);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--colour " + e.getMessage());
        }
    }
}
