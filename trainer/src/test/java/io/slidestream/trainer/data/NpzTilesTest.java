package io.slidestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.trainer.Npz;
import io.slidestream.trainer.base.TrainingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTilesTest {
    @TempDir
    Path temp;

    @Test
    void imagesAndLabels_areTilesSortedByClass() throws IOException {
        byte[] pixels = new byte[2 * 2 * 2 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (200 + i);
        }
        Path file = new Npz()
                .with("images", Npz.array("|u1", "(2, 2, 2, 3)", pixels))
                .with("labels", Npz.array("<i8", "(2,)", new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
                .write(temp.resolve("two.npz"));

        TileSet set = TileSet.open(file, Unreadable.REFUSED);

        assertThat(set.classNames()).containsExactly("class-0", "class-1");
        assertThat(set.tileSizePx()).isEqualTo(2);
        assertThat(set.tiles()).extracting(Tile::name).containsExactly("images[1]", "images[0]");
        assertThat(set.tiles().get(1).read().rgb()).containsExactly(0xc8c9ca, 0xcbcccd, 0xcecfd0, 0xd1d2d3);
    }

    @Test
    void nineLabels_areKathersClasses() {
        Path file = new Npz().part("test_", 0, 1, 2, 3, 4, 5, 6, 7, 8).write(temp.resolve("nine.npz"));

        assertThat(TileSet.open(file, Unreadable.REFUSED).classNames())
                .containsExactly("ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM");
    }

    @Test
    void thePartsOfAFile_areItsSplit_andItsTestPartIsTestedOn() {
        Path file = new Npz()
                .part("train_", 0, 1, 0, 1)
                .part("val_", 1, 0)
                .part("test_", 0, 1, 1)
                .write(temp.resolve("parts.npz"));

        TileSource source = TileSource.of(file);
        Split given = source.givenSplit().orElseThrow();

        assertThat(given.training()).hasSize(4);
        assertThat(given.validation()).extracting(Tile::name).containsExactly("val_images[0]", "val_images[1]");
        assertThat(given.test()).extracting(Tile::classIndex).containsExactly(0, 1, 1);
        assertThat(source.tiles()).hasSize(9);
        assertThat(source.toTestOn().tiles()).hasSize(3);
        assertThat(source.toTestOn().classNames()).hasSize(2);
    }

    @Test
    void repeatsAcrossParts_countOnce() {
        byte[] pixels = new byte[48];
        Path file = new Npz()
                .with("train_images", Npz.array("|u1", "(1, 4, 4, 3)", pixels))
                .with("train_labels", Npz.array("|u1", "(1, 1)", new byte[] {0}))
                .with("test_images", Npz.array("|u1", "(1, 4, 4, 3)", pixels))
                .with("test_labels", Npz.array("|u1", "(1, 1)", new byte[] {0}))
                .part("val_", 0, 1)
                .write(temp.resolve("repeats.npz"));

        TileSet set = TileSet.open(file, Unreadable.REFUSED);

        assertThat(set.repeats()).isEqualTo(1);
        assertThat(set.tiles())
                .extracting(Tile::name)
                .contains("train_images[0]")
                .doesNotContain("test_images[0]");
    }

    @Test
    void whatCannotBeUsed_isSaid() throws IOException {
        Files.writeString(temp.resolve("text.npz"), "no archive");
        assertFault(temp.resolve("text.npz"), "text.npz is no npz archive");
        assertFault(temp.resolve("none.npz"), "there is no file");
        assertFault(new Npz().with("weights", new byte[0]), "has no images and labels", "weights.npy");
        assertFault(new Npz().with("val_images", Npz.array("|u1", "(0,)")), "has val_images but no val_labels");
        assertFault(new Npz().with("images", new byte[20]), "has images that cannot be used: it is not an npy array");
        byte[] labels = Npz.array("|u1", "(1, 1)", new byte[1]);
        assertFault(
                new Npz().with("labels", labels).with("images", Npz.array("<f4", "(1, 4, 4, 3)", new byte[192])),
                "holds numbers of type <f4");
        assertFault(
                new Npz().with("labels", labels).with("images", Npz.array("|u1", "(1, 4, 4)", new byte[16])),
                "images of shape [1, 4, 4]");
        assertFault(
                new Npz().with("labels", labels).with("images", Npz.array("|u1", "(2, 4, 4, 3)", new byte[96])),
                "has 2 images but 1 labels");
        assertFault(
                new Npz().part("", 0, 1).with("labels", Npz.array("<i2", "(2,)", new byte[] {0, 0, -1, -1})),
                "has the label -1 in labels[1]");
    }

    @Test
    void anArrayThatClaimsTooMuch_isRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> read(Npz.array("|u1", "(100000, 224, 224, 3)")))
                .hasMessageContaining("takes more than 1430000000 bytes: give the tiles as a folder");
        assertThatThrownBy(() -> read(Npz.array("|u1", "(2147483647, 2147483647, 2147483647, 3)")))
                .hasMessageContaining("takes more than");
        assertThatThrownBy(() -> read(Npz.array("|u1", "(99999999999,)"))).hasMessageContaining("too large");
        long room = Runtime.getRuntime().maxMemory() / 2;
        if (room < 1_430_000_000) {
            assertThatThrownBy(() -> read(Npz.array("|u1", "(" + (room + 1) + ",)")))
                    .hasMessageContaining("are left to it: give Java more (SLIDESTREAM_JAVA_OPTIONS=-Xmx");
        }
        assertThatThrownBy(() -> read(Npz.array("|u1", "(10000000,)", new byte[5])))
                .hasMessageContaining("ends after 5 of 10000000 bytes");
        assertThatThrownBy(() -> read(Npz.array("|u1", "(2,)", new byte[5]))).hasMessageContaining("goes on after");
        assertThatThrownBy(
                        () -> read(Npz.npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2), }", new byte[4])))
                .hasMessageContaining("Fortran order");
        assertThatThrownBy(() -> read(Npz.array(">i4", "(1,)", new byte[4]))).hasMessageContaining("big-endian");
        assertThatThrownBy(() -> read(Npz.npy("{'descr': [('a', '|u1')], 'shape': (2,), }")))
                .hasMessageContaining("header this version does not read");
    }

    @Test
    void pathMnist_isReadAsNumPyReadsIt() {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA is not set: no PathMNIST");

        TileSet set = TileSet.open(Path.of(data, "tiles", "pathmnist.npz"), Unreadable.REFUSED);

        assertThat(set.classNames()).isEqualTo(NpzTiles.KATHER);
        assertThat(set.tileSizePx()).isEqualTo(28);
        assertThat(set.countsByClass(set.tiles())).containsExactly(147, 78, 26, 60, 112, 60, 85, 28, 122);
        Tile first = set.tiles().stream()
                .filter(t -> t.name().equals("test_images[0]"))
                .findFirst()
                .orElseThrow();
        List<Integer> corner =
                IntStream.range(0, 3).mapToObj(i -> first.read().rgb()[i]).toList();
        assertThat(corner).isEqualTo(List.of(0xd49bc1, 0xcb8eb9, 0xd091ba));
        assertThat(Arrays.stream(first.read().rgb()).map(p -> p & 0xff).sum()).isEqualTo(129431);
    }

    private static NpyArray read(byte[] npy) throws IOException {
        return NpyArray.read(new ByteArrayInputStream(npy));
    }

    private void assertFault(Npz archive, String... words) {
        assertFault(archive.write(temp.resolve("fault.npz")), words);
    }

    private static void assertFault(Path file, String... words) {
        assertThatThrownBy(() -> TileSet.open(file, Unreadable.REFUSED))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll(words);
    }
}
