package io.slidestream.slides;

import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.SyntheticSlide;
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
            Files.delete(file);
            Files.delete(SyntheticSlide.truthPath(file));
            Files.delete(folder);
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
