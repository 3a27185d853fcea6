package io.slidestream.system.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.pytorch.StateDictionary;
import io.slidestream.system.Checkout;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.data.Unreadable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models and tiles from elsewhere. */
@Attack
class HostileModelsTest {
    @TempDir
    Path folder;

    /** Two models with exchanged weights had one id, so one's maps passed for the other's. */
    @Test
    void weightsInAnotherFile_areOfTheModelsId_orRefused() throws IOException {
        Path bundle = bundle("\"A\", \"B\"", 2);
        Files.write(bundle.resolve("model.onnx"), onnx("w.bin"));
        Files.writeString(bundle.resolve("w.bin"), "weights");
        String first = ModelBundle.load(bundle).id();
        Files.writeString(bundle.resolve("w.bin"), "weighty");
        assertThat(ModelBundle.load(bundle).id()).isNotEqualTo(first);

        Files.writeString(folder.resolve("outside.bin"), "weights");
        Files.write(bundle.resolve("model.onnx"), onnx("../outside.bin"));
        assertThatThrownBy(() -> ModelBundle.load(bundle))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("takes weights from");
    }

    /** A manifest of more than Kafka takes was sent again and again, and the slide never had an end. */
    @Test
    void classesWithoutEnd_areRefused() throws IOException {
        String classes =
                IntStream.range(0, 200_000).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(","));
        Path bundle = bundle(classes, 200_000);
        Files.write(bundle.resolve("model.onnx"), onnx("w.bin"));
        Files.writeString(bundle.resolve("w.bin"), "weights");
        assertThatThrownBy(() -> ModelBundle.load(bundle))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("class_names must be 1000 at most, were 200000");
    }

    /** Their hashes took 2^60 steps. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void picklesWithNestedKeys_areRefusedUnseen() {
        Path pickle = Checkout.path("networks/src/test/resources/io/slidestream/networks/pytorch/nested-keys.pth");
        assertThatThrownBy(() -> StateDictionary.read(pickle))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("whose key is no text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lol_hash.pth", "lol_str.pth", "mut_str.pth"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void picklesThatNeverEnded_areRefused(String name) {
        Path pickle = Checkout.data("fieldcases/" + name);
        assertThatThrownBy(() -> StateDictionary.read(pickle)).isInstanceOf(IOException.class);
    }

    /** A small archive of what takes gigabytes. */
    @Test
    void npzBomb_isRefusedBeforeItIsUnpacked() throws IOException {
        Path file = folder.resolve("bomb.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "labels.npy", npy("|u1", "(60000,)"), 60_000);
            entry(zip, "images.npy", npy("|u1", "(60000, 224, 224, 3)"), 1 << 24);
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertThatThrownBy(() -> TileSet.open(file, Unreadable.REFUSED))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void pictureBomb_isRefusedBeforeItIsUnpacked() throws IOException {
        for (String name : new String[] {"a", "b"}) {
            Path tiles = Files.createDirectories(folder.resolve("tiles").resolve(name));
            ImageIO.write(
                    new BufferedImage(8192, 8192, BufferedImage.TYPE_BYTE_BINARY),
                    "png",
                    tiles.resolve("bomb.png").toFile());
        }
        assertThatThrownBy(() -> {
                    TileSet set = TileSet.open(folder.resolve("tiles"), Unreadable.REFUSED);
                    set.tiles().get(0).read();
                })
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("8192");
    }

    private Path bundle(String classes, int count) throws IOException {
        Path bundle = Files.createDirectories(folder.resolve("model-" + count));
        Files.writeString(
                bundle.resolve("config.json"),
                "{\"spec_version\": \"1.0\", \"architecture\": \"a\", \"num_classes\": " + count
                        + ", \"class_names\": [" + classes
                        + "], \"patch_size_pixels\": 224, \"spacing_um_px\": 0.5,"
                        + " \"transform\": [{\"name\": \"ToTensor\"}]}");
        return bundle;
    }

    /** A graph with one tensor whose data lie in that file. */
    private static byte[] onnx(String location) throws IOException {
        byte[] entry = joined(field(1, "location".getBytes(UTF_8)), field(2, location.getBytes(UTF_8)));
        byte[] tensor = joined(new byte[] {8, 7}, field(13, entry));
        return field(7, field(5, tensor));
    }

    private static byte[] field(int number, byte[] content) throws IOException {
        assertThat(content.length).isLessThan(128);
        return joined(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private static byte[] npy(String type, String shape) throws IOException {
        byte[] header =
                ("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n").getBytes(UTF_8);
        ByteBuffer length =
                ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) header.length);
        return joined(
                "\u0093NUMPY\u0001\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), length.array(), header);
    }

    private static void entry(ZipOutputStream zip, String name, byte[] header, int zeros) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        OutputStream out = zip;
        out.write(header);
        byte[] block = new byte[1 << 16];
        for (int left = zeros; left > 0; left -= block.length) {
            out.write(block, 0, Math.min(left, block.length));
        }
        zip.closeEntry();
    }
}
