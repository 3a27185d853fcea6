package io.slidestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.trainer.Tiles;
import io.slidestream.trainer.picture.TilePicture;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingTiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookalikesTest {
    private static final int SLIDES = 5;

    /** Brightness of the glass, and what a full stain leaves of red, green and blue. */
    private static final double[][] STAINS = {
        {250, 0.4, 0.1, 0.5}, {235, 0.2, 0.3, 0.6}, {250, 0.7, 0.1, 0.3}, {220, 0.4, 0.4, 0.7}, {240, 0.3, 0.1, 0.2}
    };

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @Test
    void tilesOfASlide_areGroupedApartFromOthers_howeverMuchTissueTheyHave() throws IOException {
        writeSlides("A", 120);

        Cases cases = Cases.alike(TileSet.open(root, Unreadable.REFUSED), 1).orElseThrow();

        Map<String, Set<String>> slidesOfGroup = new HashMap<>();
        cases.byTile()
                .forEach((tile, group) -> slidesOfGroup
                        .computeIfAbsent(group, one -> new HashSet<>())
                        .add(slide(tile)));
        assertThat(slidesOfGroup).hasSizeBetween(SLIDES, Lookalikes.GROUPS);
        assertThat(slidesOfGroup.values())
                .allSatisfy(slides -> assertThat(slides).hasSize(1));
        assertThat(cases.areNamed()).isFalse();
    }

    @Test
    void split_keepsWholeGroupsInAPart_andTilesOfARareClassInEach() throws IOException {
        writeSlides("A", 120);
        Tiles.writeClass(root, "B", 12, 0x2020c0);

        TrainingParts parts = parts(null);

        Cases cases = Objects.requireNonNull(parts.cases());
        List<Tile> training = parts.split().training();
        List<Tile> validation = parts.split().validation();
        List<Tile> test = parts.split().test();
        assertThat(cases.among(training)).doesNotContainAnyElementsOf(cases.among(validation));
        assertThat(cases.among(training)).doesNotContainAnyElementsOf(cases.among(test));
        assertThat(cases.among(validation)).doesNotContainAnyElementsOf(cases.among(test));
        for (List<Tile> part : List.of(training, validation, test)) {
            assertThat(part).anyMatch(tile -> tile.classIndex() == 0);
            assertThat(part).filteredOn(tile -> tile.classIndex() == 1).hasSizeBetween(2, 5);
        }
        assertThat(parts.drawnHow()).startsWith("by look (10 groups");
        assertThat(parts.caveat()).contains("nobody said");
        assertThat(parts.remarks()).anyMatch(line -> line.startsWith("drawn by look, ") && line.contains("--groups"));
        assertThat(parts(null).split()).as("the same for the same seed").isEqualTo(parts.split());
    }

    @Test
    void namedCases_areWorthMoreThanLooks() throws IOException {
        writeSlides("A", 120);
        Tiles.writeClass(root, "B", 12, 0x2020c0);

        TrainingParts parts = parts("^(S\\d|t\\d)");

        assertThat(parts.drawnHow()).startsWith("by case (");
        assertThat(parts.caveat()).isEmpty();
    }

    @Test
    void marks_areOfGlassAndHue_notOfTheAmountOfTissue() {
        TilePicture much = picture(0, 0.9, new Random(1));
        TilePicture little = picture(0, 0.3, new Random(2));
        TilePicture other = picture(1, 0.3, new Random(2));

        assertThat(distance(Lookalikes.marks(much), Lookalikes.marks(little)))
                .isLessThan(distance(Lookalikes.marks(little), Lookalikes.marks(other)) / 5);
    }

    @Test
    void picturesOfOneColour_andBlankOnes_areGroupedWithoutFault() {
        TilePicture blank = new TilePicture(8, 8, new int[64]);
        java.util.Arrays.fill(blank.rgb(), 0xffffff);
        double[][] marks = new double[Lookalikes.FEWEST_TILES][];
        java.util.Arrays.fill(marks, Lookalikes.marks(blank));

        assertThat(marks[0]).containsExactly(255, 255, 255, 0, 0, 0, 0, 0, 0);
        assertThat(Lookalikes.groups(marks, 1)).containsOnly(0);
    }

    private TrainingParts parts(@Nullable String groups) {
        return TrainingParts.of(new TrainingTiles(root, null, null, Unreadable.REFUSED, 1, groups, 0));
    }

    private void writeSlides(String name, int count) throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < count; i++) {
            int slide = i % SLIDES;
            TilePicture picture = picture(slide, 0.2 + 0.7 * random.nextDouble(), random);
            BufferedImage image = new BufferedImage(picture.widthPx(), picture.heightPx(), BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, picture.widthPx(), picture.heightPx(), picture.rgb(), 0, picture.widthPx());
            Path file = root.resolve(name).resolve("S" + slide + "_" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
    }

    /** A share of the pixels is stained, more or less deeply, the others are glass. */
    private static TilePicture picture(int slide, double tissue, Random random) {
        double[] stain = STAINS[slide];
        int[] rgb = new int[32 * 32];
        for (int i = 0; i < rgb.length; i++) {
            double depth = random.nextDouble() < tissue ? 0.4 + 0.6 * random.nextDouble() : 0;
            for (int c = 0; c < 3; c++) {
                int sample = (int) Math.round(stain[0] * Math.pow(stain[1 + c], depth));
                rgb[i] = rgb[i] << 8 | sample;
            }
        }
        return new TilePicture(32, 32, rgb);
    }

    private static String slide(String tile) {
        String name = tile.substring(tile.lastIndexOf('/') + 1);
        return name.substring(0, name.indexOf('_'));
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double scale = j < 3 ? 255 : 1;
            sum += (a[j] - b[j]) * (a[j] - b[j]) / scale / scale;
        }
        return Math.sqrt(sum);
    }
}
