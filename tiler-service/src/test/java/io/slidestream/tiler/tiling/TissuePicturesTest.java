package io.slidestream.tiler.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.tiler.Samples;
import io.slidestream.tiler.tissue.TissueMask;
import io.slidestream.tiler.tissue.TissueSettings;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TissuePicturesTest {
    @TempDir
    Path folder;

    @Test
    void picture_showsTheSlideAndItsMaskSideBySide() throws Exception {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(4000, 3000).write(file);
        Path pictures = folder.resolve("debug");
        show(TissuePictures.in(pictures), "case 7/one", file);

        try (Stream<Path> files = Files.list(pictures)) {
            List<Path> drawn = files.toList();
            assertThat(drawn).hasSize(1);
            Path picture = drawn.get(0);
            assertThat(picture.getFileName().toString()).matches("case 7_one-[0-9a-f]{8}-tissue\\.png");
            BufferedImage image = ImageIO.read(picture.toFile());
            int right = 1024 + 2 * 16;
            assertThat(image.getWidth()).isEqualTo(2 * 1024 + 3 * 16);
            int shown = 0;
            int glass = 0;
            for (int i = 0; i < 1024 * 768; i++) {
                int x = i % 1024;
                int y = 28 + i / 1024;
                int masked = image.getRGB(right + x, y);
                shown += masked == image.getRGB(16 + x, y) ? 1 : 0;
                glass += (masked & 0xffffff) == 0x202028 ? 1 : 0;
            }
            assertThat(shown + glass).isEqualTo(1024 * 768);
            assertThat(shown).isBetween(1024 * 768 / 4, 1024 * 768 * 3 / 4);
        }
    }

    @Test
    void pictureThatCannotBeWritten_isNoFailure() throws Exception {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(1000, 800).write(file);

        show(TissuePictures.in(file), "one", file);
        show(TissuePictures.none(), "one", file);

        assertThat(file).isRegularFile();
    }

    private static void show(TissuePictures pictures, String name, Path file) throws Exception {
        SlideVersion slide = new SlideVersion(file.toUri().toString(), "1-2", name);
        MapId map = Samples.recipe(null).mapId(slide);
        try (SlideReader reader = SlideReaders.open(file)) {
            TissueMask mask = TissueMask.find(reader, 0.5, TissueSettings.DEFAULT);
            pictures.show(new TilingTask(map, 1, slide, 0), reader, mask);
        }
    }
}
