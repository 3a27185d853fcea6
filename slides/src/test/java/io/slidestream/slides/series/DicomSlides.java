package io.slidestream.slides.series;

import io.slidestream.synthetic.DicomForm;
import io.slidestream.synthetic.DicomWriter;
import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.PixelSource;
import io.slidestream.synthetic.SlideShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** Small DICOM series whose pixels are known. */
final class DicomSlides {
    static final int WIDTH = 420;
    static final int HEIGHT = 300;
    static final int TILE = 64;

    /** Coloured stripes on glass; the last third of the picture is bare. */
    static final PixelSource STRIPES = (column, row, rgb) -> {
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = pixel(column * TILE + i % TILE, row * TILE + i / TILE);
        }
    };

    private DicomSlides() {}

    static int pixel(int x, int y) {
        if (y >= 2 * HEIGHT / 3) {
            return 0xf0f0f0;
        }
        int shade = 40 * (x / 16 % 3) + 30 * (y / 16 % 2);
        return 220 - shade * 6 / 10 << 16 | 200 - shade << 8 | 210 - shade / 2;
    }

    /** Writes a series and gives its first file. */
    static Path write(Path folder, DicomForm form) throws IOException {
        return write(folder.resolve("S1.dcm"), form, JpegColour.YCBCR_444);
    }

    static Path write(Path file, DicomForm form, JpegColour colour) throws IOException {
        DicomWriter.write(shape(colour), form, STRIPES, file);
        return file;
    }

    private static SlideShape shape(JpegColour colour) {
        return new SlideShape(
                WIDTH,
                HEIGHT,
                OptionalDouble.of(0.5),
                TILE,
                new JpegFormat(colour, 95, JpegFormat.Tables.OWN),
                SlideShape.CLASSIC_TIFF_BYTES);
    }
}
