package io.slidestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        Tiles.write(root.resolve("A"), "small.png", 8, 0x804020, 1);
        Files.createDirectory(root.resolve("B"));

        assertThatThrownBy(() -> TileSet.open(root, Unreadable.REFUSED))
                .isInstanceOf(TrainingException.class)
                .hasMessage(root + " cannot be used, 3 faults:\n"
                        + "  - " + root.resolve("B") + " holds no tile (png, jpg, tif, bmp)\n"
                        + "  - " + root.resolve("A/broken.png")
                        + ": unreadable: not a picture this version reads (png, jpg, tif, bmp)\n"
                        + "  - " + root.resolve("A/small.png") + ": is 8x8 px, the others are 16x16 px\n"
                        + "Mend or remove what is unreadable, or leave it out with --skip-unreadable.");
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
