package io.slidestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.trainer.Tiles;
import io.slidestream.trainer.base.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileSetTest {
    @TempDir
    Path root;

    @Test
    void classesStandInAlphabeticalOrder_whateverOrderTheyWereMadeIn() {
        for (String name : new String[] {"TUM", "STR", "NORM", "MUS", "MUC", "LYM", "DEB", "BACK", "ADI"}) {
            Tiles.writeClass(root, name, 1, 0x804020);
        }

        TileSet folder = TileSet.open(root, Unreadable.REFUSED);

        assertThat(folder.classNames())
                .containsExactly("ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM");
        assertThat(folder.tiles()).hasSize(9);
        assertThat(folder.tiles().get(8).name())
                .isEqualTo(root.resolve("TUM/t00.png").toString());
        assertThat(folder.tileSizePx()).isEqualTo(16);
    }

    @Test
    void allFormatsAreRead_otherFilesAndHiddenOnesAreNot() throws IOException {
        Tiles.write(root.resolve("A"), "1.png", 16, 0x804020, 1);
        Tiles.write(root.resolve("A"), "2.JPG", 16, 0x804020, 2);
        Tiles.write(root.resolve("B"), "3.tif", 16, 0x804020, 3);
        Tiles.write(root.resolve("B"), "4.bmp", 16, 0x804020, 4);
        Files.writeString(root.resolve("index.csv"), "file,class");
        Files.writeString(root.resolve("A/notes.txt"), "none of the tiles");
        Files.createDirectory(root.resolve(".cache"));

        assertThat(TileSet.open(root, Unreadable.REFUSED).tiles()).hasSize(4);
    }

    @Test
    void samePixelsInSeveralFiles_areOneTile() throws IOException {
        Tiles.writeClass(root, "A", 2, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x104020);
        Files.copy(root.resolve("A/t00.png"), root.resolve("A/t09.png"));
        Tiles.write(root.resolve("A"), "t08.bmp", 16, 0x804020, "A".hashCode() + 1);

        TileSet folder = TileSet.open(root, Unreadable.REFUSED);

        assertThat(folder.tiles()).hasSize(3);
        assertThat(folder.repeats()).isEqualTo(2);
        assertThat(folder.tiles())
                .extracting(Tile::name)
                .contains(root.resolve("A/t00.png").toString());
    }

    @Test
    void samePixelsInSeveralClasses_areNoTile() throws IOException {
        Tiles.writeClass(root, "A", 2, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x104020);
        Files.copy(root.resolve("A/t00.png"), root.resolve("B/x.png"));

        TileSet folder = TileSet.open(root, Unreadable.REFUSED);

        assertThat(folder.contradictions())
                .containsExactly(
                        root.resolve("A/t00.png").toString(),
                        root.resolve("B/x.png").toString());
        assertThat(folder.tiles()).hasSize(2);
    }

    @Test
    void whatCannotBeUsed_isNamedAllTogether() throws IOException {
        Tiles.writeClass(root, "A", 3, 0x804020);
        Files.writeString(root.resolve("A/broken.png"), "no picture");
        Files.createSymbolicLink(root.resolve("A/gone.tif"), root.resolve("nowhere.tif"));
        Files.createDirectory(root.resolve("B"));
        Files.createDirectories(root.resolve("C/inner"));

        assertThatThrownBy(() -> TileSet.open(root, Unreadable.REFUSED))
                .isInstanceOf(TrainingException.class)
                .hasMessage(root + " cannot be used, 4 faults:\n"
                        + "  - " + root.resolve("B") + " holds no tile (png, jpg, tif, bmp)\n"
                        + "  - " + root.resolve("C") + " holds no tile (png, jpg, tif, bmp) but folders: name the"
                        + " folder that holds the classes' folders\n"
                        + "  - " + root.resolve("A/broken.png")
                        + ": unreadable: not a picture this version reads (png, jpg, tif, bmp)\n"
                        + "  - " + root.resolve("A/gone.tif") + ": unreadable: is not there (a link to nowhere?)\n"
                        + "Mend or remove what is unreadable, or leave it out with --skip-unreadable.");
    }

    @Test
    void picturesOfAnySizeAreTiles_andWhatIsDoneWithThemIsSaid() {
        Tiles.writeClass(root, "A", 3, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x104020);
        Tiles.write(root.resolve("B"), "small.png", 8, 0x104020, 2);
        Tiles.write(root.resolve("B"), "wide.png", 24, 8, 0x104020, 3);

        TileSet set = TileSet.open(root, Unreadable.REFUSED);

        assertThat(set.tileSizePx()).isEqualTo(16);
        assertThat(set.tiles()).hasSize(6);
        assertThat(set.tiles().get(5).read().widthPx()).isEqualTo(8);
        assertThat(set.remarks())
                .containsExactly(
                        "tiles of 2 sizes, each resized to the network's: 4 of 16 px, 2 of 8 px",
                        "not square, so that the square in the middle is used: 1");
    }

    @Test
    void classesOfHardlyAnyTiles_areNamed() throws IOException {
        Tiles.writeClass(root, "A", 50, 0x804020);
        Tiles.writeClass(root, "B", 2, 0x104020);
        Tiles.writeClass(root, "C", 3, 0x106020);
        Tiles.writeClass(root, "D", 3, 0x10c0c0);

        assertThat(TileSet.open(root, Unreadable.REFUSED).imbalance())
                .containsExactly(
                        "classes of fewer than 3 tiles, which are not in each of training, validation and test:"
                                + " B (2); add tiles, or leave the classes out");

        Tiles.writeClass(root, "A", 70, 0x804020);

        assertThat(TileSet.open(root, Unreadable.REFUSED).imbalance())
                .hasSize(2)
                .contains(
                        "classes with less than a 20th of the tiles of the largest (70): C (3), D (3); their figures are"
                                + " of few tiles");
    }

    @Test
    void tilesOneLevelTooDeep_areToldWhereToGo() throws IOException {
        Tiles.writeClass(root, "A", 3, 0x804020);
        Tiles.writeClass(root.resolve("B"), "patient1", 3, 0x104020);

        assertThatThrownBy(() -> TileSet.open(root, Unreadable.REFUSED))
                .hasMessageContaining(
                        "but folders of tiles: if B is a class and patient1 a patient or a slide, move the"
                                + " tiles up into B; if patient1 is a class, name " + root.resolve("B"));
    }

    @Test
    void whatLiesBesideTheTiles_isPassedOver_andSaidUnlessItLiesEverywhere() throws IOException {
        Tiles.writeClass(root, "A", 1, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x104020);
        for (String name : new String[] {"Thumbs.db", ".DS_Store", "._t00.png", "desktop.ini"}) {
            Files.writeString(root.resolve("A").resolve(name), "x");
        }
        Files.createDirectory(root.resolve("__MACOSX"));
        assertThat(TileSet.open(root, Unreadable.REFUSED).remarks()).isEmpty();

        Files.writeString(root.resolve("B/t.webp"), "x");
        Files.copy(root.resolve("A/t00.png"), root.resolve("overview.png"));

        assertThat(TileSet.open(root, Unreadable.REFUSED).remarks())
                .containsExactly(
                        "pictures beside the class folders of " + root + ", which have no class: 1",
                        "files in " + root.resolve("B") + " that are no pictures this version reads: 1, as t.webp");
    }

    @Test
    void aTruncatedPicture_isNamed() throws IOException {
        Tiles.writeClass(root, "A", 1, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x804020);
        Path file = Tiles.write(root.resolve("A"), "cut.tif", 16, 0x804020, 5);
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 40));

        assertThatThrownBy(() -> TileSet.open(root, Unreadable.REFUSED)).hasMessageContaining(file + ": unreadable: ");
    }

    @Test
    void withoutClassFolders_thereIsNothing() {
        Tiles.write(root, "t.png", 16, 0x804020, 1);

        assertThatThrownBy(() -> TileSet.open(root, Unreadable.REFUSED))
                .isInstanceOf(TrainingException.class)
                .hasMessage(root + " holds no folder: put the tiles of each class into a folder of its name");
    }

    @Test
    void noFolder_isSaid() {
        assertThatThrownBy(() -> TileSet.open(root.resolve("nowhere"), Unreadable.REFUSED))
                .hasMessage("there is no folder " + root.resolve("nowhere"));
    }

    @Test
    void unreadablePictures_areLeftOutAndListedWhenAskedTo() throws IOException {
        Tiles.writeClass(root, "A", 2, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x104020);
        Files.writeString(root.resolve("A/broken.png"), "no picture");

        TileSet set = TileSet.open(root, Unreadable.SKIPPED);

        assertThat(set.tiles()).hasSize(3);
        assertThat(set.skipped())
                .containsExactly(root.resolve("A/broken.png")
                        + ": unreadable: not a picture this version reads (png, jpg, tif, bmp)");
    }

    @Test
    void aClassOfUnreadablePicturesOnly_isAFaultEvenThen() throws IOException {
        Tiles.writeClass(root, "A", 2, 0x804020);
        Files.createDirectory(root.resolve("B"));
        Files.writeString(root.resolve("B/broken.png"), "no picture");

        assertThatThrownBy(() -> TileSet.open(root, Unreadable.SKIPPED))
                .hasMessageContaining("class B has no tile that can be read");
    }

    @Test
    void classesGoByName_notByPlace() {
        Tiles.writeClass(root, "B", 1, 0x804020);
        Tiles.writeClass(root, "C", 2, 0x104020);
        TileSet set = TileSet.open(root, Unreadable.REFUSED);

        assertThat(set.inTermsOf(List.of("C", "A", "B")).tiles())
                .extracting(Tile::classIndex)
                .containsExactly(2, 0, 0);
        assertThatThrownBy(() -> set.inTermsOf(List.of("A", "B")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("has classes [C] which the model does not know; it knows [A, B]");
    }

    @Test
    void tilesOfTwoSetsWithTheSamePixels_areNamed() throws IOException {
        Tiles.writeClass(root.resolve("one"), "A", 2, 0x804020);
        Tiles.writeClass(root.resolve("one"), "B", 2, 0x104020);
        Tiles.writeClass(root.resolve("two"), "A", 1, 0x808080);
        Tiles.writeClass(root.resolve("two"), "B", 1, 0x108080);
        TileSet one = TileSet.open(root.resolve("one"), Unreadable.REFUSED);
        one.checkDisjoint(TileSet.open(root.resolve("two"), Unreadable.REFUSED));
        Files.copy(root.resolve("one/B/t01.png"), root.resolve("two/B/same.png"));

        TileSet two = TileSet.open(root.resolve("two"), Unreadable.REFUSED);

        assertThatThrownBy(() -> two.checkDisjoint(one))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("1 tiles of " + root.resolve("two") + " are in " + root.resolve("one") + " too")
                .hasMessageContaining(
                        root.resolve("two/B/same.png") + " holds the pixels of " + root.resolve("one/B/t01.png"));
    }
}
