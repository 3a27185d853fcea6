package io.slidestream.proving.synth;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.synthetic.DicomForm;
import io.slidestream.synthetic.DicomWriter;
import io.slidestream.synthetic.FinishedFile;
import io.slidestream.synthetic.NdpiWriter;
import io.slidestream.synthetic.PyramidTags;
import io.slidestream.synthetic.PyramidWriter;
import io.slidestream.synthetic.SlideContainer;
import io.slidestream.synthetic.SlideShape;
import io.slidestream.synthetic.TiffWriter;
import java.io.IOException;
import java.nio.file.Path;

/** A slide of any size with the pixels of a real one, every tile its own bytes: for measuring what real pixels cost. */
public final class SlideMosaic {
    private SlideMosaic() {}

    /**
     * Writes the slide; it appears under its name when it is complete. There is no truth about its tissue.
     *
     * @param source stays open
     * @throws SlideException if the source's pixels cannot be read
     */
    public static void write(SlideReader source, SlideShape shape, Path path) throws IOException, SlideException {
        write(source, shape, DicomForm.Tiling.FULL, path);
    }

    /**
     * The same.
     *
     * @param tiling of a DICOM series
     */
    public static void write(SlideReader source, SlideShape shape, DicomForm.Tiling tiling, Path path)
            throws IOException, SlideException {
        SlidePixels pixels = new SlidePixels(source, shape);
        if (shape.container() == SlideContainer.DICOM) {
            DicomWriter.write(shape, DicomForm.of(shape, tiling), pixels, path);
            return;
        }
        if (shape.container() == SlideContainer.NDPI) {
            FinishedFile.write(path, part -> NdpiWriter.write(shape, pixels, part));
            return;
        }
        PyramidTags tags = PyramidTags.of(shape, "Filename = mosaic");
        FinishedFile.write(path, part -> {
            try (TiffWriter tiff = new TiffWriter(part, shape.bigTiffAboveBytes());
                    PyramidWriter writer = new PyramidWriter(shape, pixels, tags, tiff)) {
                writer.write();
            }
        });
    }
}
