package io.slidestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileFolderTest {
    @TempDir
    Path root;

    @Test
    void classesStandInAlphabeticalOrder_whateverOrderTheyWereMadeIn() {
        for (String name : new String[] {"TUM", "STR", "NORM", "MUS", "MUC", "LYM", "DEB", "BACK", "ADI"}) {
            Tiles.writeClass(root, name, 1, 0x804020);
        }

        TileFolder folder = TileFolder.open(root);

        assertThat(folder.classNames())
                .containsExactly("ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM");
        assertThat(folder.tiles()).hasSize(9);
        assertThat(folder.tiles().get(8).file()).isEqualTo(root.resolve("TUM/t00.png"));
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

        assertThat(TileFolder.open(root).tiles()).hasSize(4);
    }

    @Test
    void samePixelsInSeveralFiles_areOneTile() throws IOException {
        Tiles.writeClass(root, "A", 2, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x104020);
        Files.copy(root.resolve("A/t00.png"), root.resolve("A/t09.png"));
        Tiles.write(root.resolve("A"), "t08.bmp", 16, 0x804020, "A".hashCode() + 1);

        TileFolder folder = TileFolder.open(root);

        assertThat(folder.tiles()).hasSize(3);
        assertThat(folder.repeats()).isEqualTo(2);
        assertThat(folder.tiles()).extracting(Tile::file).contains(root.resolve("A/t00.png"));
    }

    @Test
    void samePixelsInSeveralClasses_areNoTile() throws IOException {
        Tiles.writeClass(root, "A", 2, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x104020);
        Files.copy(root.resolve("A/t00.png"), root.resolve("B/x.png"));

        TileFolder folder = TileFolder.open(root);

        assertThat(folder.contradictions()).containsExactly(root.resolve("A/t00.png"), root.resolve("B/x.png"));
        assertThat(folder.tiles()).hasSize(2);
    }

    @Test
    void whatCannotBeUsed_isNamedAllTogether() throws IOException {
        Tiles.writeClass(root, "A", 3, 0x804020);
        Files.writeString(root.resolve("A/broken.png"), "no picture");
        Tiles.write(root.resolve("A"), "small.png", 8, 0x804020, 1);
        Files.createDirectory(root.resolve("B"));

        assertThatThrownBy(() -> TileFolder.open(root))
                .isInstanceOf(TrainingException.class)
                .hasMessage(root + " cannot be used, 3 faults:\n"
                        + "  - " + root.resolve("B") + " holds no tile (png, jpg, tif, bmp)\n"
                        + "  - " + root.resolve("A/broken.png")
                        + ": unreadable: not a picture this version reads (png, jpg, tif, bmp)\n"
                        + "  - " + root.resolve("A/small.png") + ": is 8x8 px, the others are 16x16 px");
    }

    @Test
    void aTruncatedPicture_isNamed() throws IOException {
        Tiles.writeClass(root, "A", 1, 0x804020);
        Tiles.writeClass(root, "B", 1, 0x804020);
        Path file = Tiles.write(root.resolve("A"), "cut.tif", 16, 0x804020, 5);
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 40));

        assertThatThrownBy(() -> TileFolder.open(root)).hasMessageContaining(file + ": unreadable: ");
    }

    @Test
    void fewerThanTwoClasses_areTooFew() {
        Tiles.writeClass(root, "A", 1, 0x804020);

        assertThatThrownBy(() -> TileFolder.open(root))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds 1 class folders, at least 2 are needed");
    }

    @Test
    void noFolder_isSaid() {
        assertThatThrownBy(() -> TileFolder.open(root.resolve("nowhere")))
                .hasMessage("there is no folder " + root.resolve("nowhere"));
    }
}
