package io.slidestream.standalone.commands;

import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.SlideShape;
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
            description = "Side of a JPEG tile, a multiple of 16. Default: 256.")
    private int tilePx;

    @Option(
            names = "--colour",
            paramLabel = "NAME",
            defaultValue = "4:2:0",
            description = "How a JPEG tile holds colours: 4:2:0 or 4:4:4 (YCbCr), or rgb. Default: 4:2:0.")
    private String colour = "";

    @Option(
            names = "--quality",
            paramLabel = "1..100",
            defaultValue = "80",
            description = "The JPEG tiles' quality. Default: 80.")
    private int quality;

    @Option(names = "--shared-tables", description = "Keep the JPEG tables once a level, as Aperio does.")
    private boolean sharedTables;

    @Option(names = "--bigtiff", description = "Write a BigTIFF also below 4 GB.")
    private boolean bigTiff;

    /** @throws IllegalArgumentException if a value is out of its range */
    SlideShape shape(OptionalDouble mpp) {
        int[] sides = sides(size);
        JpegFormat.Tables tables = sharedTables ? JpegFormat.Tables.SHARED : JpegFormat.Tables.OWN;
        return new SlideShape(
                sides[0],
                sides[1],
                mpp,
                tilePx,
                new JpegFormat(colour(), quality, tables),
                bigTiff ? 0 : SlideShape.CLASSIC_TIFF_BYTES);
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

    private JpegColour colour() {
        try {
            return JpegColour.of(colour);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--colour " + e.getMessage());
        }
    }
}
