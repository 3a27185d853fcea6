package io.slidestream.networks.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDataTest {
    @TempDir
    Path temp;

    private Path folder = Path.of("");
    private Path onnx = Path.of("");

    @BeforeEach
    void folderWithAModel() throws IOException {
        folder = Files.createDirectory(temp.resolve("model"));
        onnx = folder.resolve("model.onnx");
        Files.writeString(folder.resolve("config.json"), """
                {"spec_version": "1.0", "architecture": "a", "num_classes": 2, "class_names": ["A", "B"],
                 "patch_size_pixels": 224, "spacing_um_px": 0.5, "transform": [{"name": "ToTensor"}]}
                """);
        Files.writeString(folder.resolve("w.bin"), "weights");
        Files.writeString(temp.resolve("secret"), "secret");
    }

    /** A tensor of the graph, one of a node, one of a graph within a node. */
    @Test
    void tensorsAreFound_whereverTheyAre() throws IOException {
        Files.writeString(folder.resolve("v.bin"), "v");
        Files.writeString(folder.resolve("u.bin"), "u");
        byte[] inNode = field(1, field(5, field(5, tensor("v.bin"))));
        byte[] inBranch = field(1, field(5, field(6, field(5, tensor("u.bin")))));
        Files.write(onnx, model(field(5, tensor("w.bin")), inNode, inBranch, field(5, tensor("w.bin"))));
        assertThat(ExternalData.of(onnx))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("u.bin", "v.bin", "w.bin");
    }

    @Test
    void otherWeightsBesideTheFile_areAnotherModel() throws IOException {
        Files.write(onnx, model(field(5, tensor("w.bin"))));
        String first = ModelBundle.load(folder).id();
        assertThat(ModelBundle.load(folder).id()).isEqualTo(first);
        Files.writeString(folder.resolve("w.bin"), "weighty");
        assertThat(ModelBundle.load(folder).id()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/hostname", "missing", "link", ".", "a\u0000b"})
    void weightsFromElsewhere_areRefused(String location) throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), temp.resolve("secret"));
        Files.write(onnx, model(field(5, tensor(location))));
        assertThatThrownBy(() -> ModelBundle.load(folder))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("takes weights from")
                .hasMessageContaining("the model's folder");
    }

    @Test
    void fileThatIsCut_isRefused() throws IOException {
        byte[] whole = model(field(5, tensor("w.bin")));
        Files.write(onnx, java.util.Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> ModelBundle.load(folder))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("is no whole ONNX file");
    }

    private static byte[] model(byte[]... graph) throws IOException {
        return field(7, joined(graph));
    }

    private static byte[] tensor(String location) throws IOException {
        byte[] entry = joined(text(1, "location"), text(2, location));
        byte[] length = joined(text(1, "length"), text(2, "7"));
        return joined(new byte[] {8, 7}, field(9, new byte[5]), field(13, entry), field(13, length));
    }

    private static byte[] text(int number, String text) throws IOException {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) throws IOException {
        return joined(new byte[] {(byte) (number << 3 | 2)}, varint(content.length), content);
    }

    private static byte[] varint(int value) {
        return value < 128 ? new byte[] {(byte) value} : new byte[] {(byte) (value | 128), (byte) (value >> 7)};
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
