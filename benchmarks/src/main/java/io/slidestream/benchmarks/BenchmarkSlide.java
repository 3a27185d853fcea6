package io.slidestream.benchmarks;

import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A slide for the time of a benchmark: 7,168 x 7,168 px, 784 JPEG tiles, 32 x 32 tiles of 224 px. */
final class BenchmarkSlide implements AutoCloseable {
    static final int SIDE_PX = 7168;
    static final int JPEG_TILES_ACROSS = SIDE_PX / 256;

    private final Path folder;
    private final Path file;

    BenchmarkSlide(JpegColour colour) throws IOException {
        folder = Files.createTempDirectory("slidestream-benchmark");
        file = folder.resolve("slide.svs");
        SyntheticSlide.builder()
                .size(SIDE_PX, SIDE_PX)
                .mpp(0.25)
                .jpeg(new JpegFormat(colour, 80, JpegFormat.Tables.SHARED))
                .distinct()
                .write(file);
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
        Files.delete(SyntheticSlide.truthPath(file));
        Files.delete(folder);
    }
}
