package io.slidestream.slides;

import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.SlideContainer;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.synthetic.TileCoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small slides of every kind that the direct reader knows, to be damaged. */
@SuppressWarnings("EnumOrdinal") // each in turn
final class HostileSeeds {
    private HostileSeeds() {}

    static List<byte[]> write() {
        List<byte[]> seeds = new ArrayList<>();
        try {
            Path folder = Files.createTempDirectory("hostile");
            Path file = folder.resolve("seed.svs");
            for (JpegColour colour : JpegColour.values()) {
                for (JpegFormat.Tables tables : JpegFormat.Tables.values()) {
                    boolean big = (colour.ordinal() + tables.ordinal()) % 2 == 1;
                    SyntheticSlide.builder()
                            .size(400, 300)
                            .jpegTilePx(64)
                            .cellTiles(1)
                            .jpeg(new JpegFormat(colour, 50, tables))
                            .bigTiffAbove(big ? 0 : Long.MAX_VALUE)
                            .missingTile(1, 1)
                            .write(file);
                    seeds.add(Files.readAllBytes(file));
                }
            }
            remove(file);
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of each other format and coding, for the decoders here alone: what OpenSlide would do with it, it does in a process of its own. */
    static List<byte[]> writeOthers() {
        try {
            Path file = Files.createTempDirectory("hostile").resolve("seed");
            List<byte[]> seeds = new ArrayList<>();
            for (JpegColour colour : JpegColour.values()) {
                seeds.add(bytes(file, small(colour).coding(TileCoding.JPEG_2000)));
            }
            seeds.add(bytes(file, small(JpegColour.YCBCR_420).container(SlideContainer.NDPI)));
            seeds.add(bytes(
                    file,
                    small(JpegColour.YCBCR_444).container(SlideContainer.NDPI).size(1200, 200)));
            seeds.add(bytes(file, small(JpegColour.RGB).coding(TileCoding.LZW).container(SlideContainer.OME_TIFF)));
            seeds.add(
                    bytes(file, small(JpegColour.RGB).coding(TileCoding.DEFLATE).container(SlideContainer.TIFF)));
            remove(file);
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SyntheticSlide.Builder small(JpegColour colour) {
        return SyntheticSlide.builder()
                .size(400, 300)
                .jpegTilePx(64)
                .cellTiles(1)
                .jpeg(new JpegFormat(colour, 50, JpegFormat.Tables.OWN));
    }

    private static byte[] bytes(Path file, SyntheticSlide.Builder slide) throws IOException {
        slide.write(file);
        return Files.readAllBytes(file);
    }

    private static void remove(Path file) throws IOException {
        Files.delete(file);
        Files.delete(SyntheticSlide.truthPath(file));
        Files.delete(file.getParent());
    }
}
