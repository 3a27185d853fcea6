package io.slidestream.networks.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.pytorch.StateDictionary.Content;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.testkit.TimeLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On files that PyTorch wrote; see {@code src/test/python/state_dictionaries.py}. */
class StateDictionaryTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"tensors.pth", "tensors-legacy.pth"})
    void tensorsAreRead_withStridesOffsetsAndTypes(String file) throws IOException {
        Map<String, Tensor> tensors = StateDictionary.read(golden(file)).tensors();

        assertTensor(tensors, "plain", new int[] {2, 3, 4}, eighths(0, 1, 24));
        float[] columns = new float[24];
        for (int i = 0; i < 24; i++) {
            columns[i] = (i % 4 * 6 + i / 4) / 8f;
        }
        assertTensor(tensors, "transposed", new int[] {6, 4}, columns);
        assertTensor(tensors, "shared_head", new int[] {2, 3}, eighths(0, 1, 6));
        assertTensor(tensors, "shared_tail", new int[] {4}, eighths(20, 1, 4));
        assertTensor(tensors, "expanded", new int[] {3}, 1.5f, 1.5f, 1.5f);
        assertTensor(tensors, "scalar", new int[] {}, 2.5f);
        assertTensor(tensors, "half", new int[] {3}, 1, -2, 0.5f);
        assertTensor(tensors, "bfloat", new int[] {3}, 1, -2, 0.5f);
        assertTensor(tensors, "double", new int[] {3}, 1, -2, 0.1f);
        assertTensor(tensors, "parameter", new int[] {2}, 7, 8);
        assertTensor(tensors, "empty", new int[] {0, 3});
        assertThat(tensors).hasSize(11);
    }

    @Test
    void aModulesStateDictionary_isRead() throws IOException {
        Map<String, Tensor> tensors = StateDictionary.read(golden("module.pth")).tensors();

        assertThat(tensors).containsOnlyKeys("0.bias", "0.weight", "1.bias", "1.weight");
        assertThat(Objects.requireNonNull(tensors.get("0.weight")).shape()).containsExactly(2, 1, 3, 3);
    }

    @Test
    void countersOfSteps_areLeftOut() throws IOException {
        Map<String, Tensor> tensors =
                StateDictionary.read(golden("counter-legacy.pth")).tensors();

        assertThat(tensors).containsOnlyKeys("bias", "running_mean", "running_var", "weight");
        assertTensor(tensors, "running_var", new int[] {2}, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.w", "model.w", "model.module.w", "_orig_mod.w", "module.backbone.w"})
    void whatEveryNameBeginsWith_isTakenOff(String name) throws IOException {
        assertThat(StateDictionary.read(view(name, 2, 0, 2, 1)).tensors()).containsOnlyKeys("w");
    }

    /** A name of megabytes could keep it busy for ever. */
    @Test
    void fourWrappersAreTakenOff_andNoMore() throws IOException {
        assertThat(StateDictionary.read(view("model.".repeat(5) + "w", 2, 0, 2, 1))
                        .tensors())
                .containsOnlyKeys("model.w");
    }

    /** The second as Lightning makes it: with averaged weights, an optimizer's state and texts, and a module's name before each. */
    @Test
    void checkpoint_givesItsNetwork_andSaysWhatElseItHolds() throws IOException {
        Content content = StateDictionary.read(golden("checkpoint.pth"));
        assertThat(content.tensors()).containsOnlyKeys("0.bias", "0.weight", "1.bias", "1.weight");
        assertThat(content.said()).containsExactly("weights: state_dict of a checkpoint, not epoch");

        Content lightning = StateDictionary.read(golden("lightning.ckpt"));
        assertThat(lightning.tensors()).containsOnlyKeys("0.bias", "0.weight", "1.bias", "1.weight");
        assertThat(lightning.said())
                .containsExactly(
                        "weights: state_dict of a checkpoint, not ema, epoch, hyper_parameters, optimizer_states");
    }

    @Test
    void checkpointOfSeveralNetworks_isRefused_namingThem() throws IOException {
        assertFault(golden("several.pth"), "holds several dictionaries of tensors (student, teacher)");
    }

    @Test
    void tensorsOfWholeNumbers_areLeftOut_andNamed() throws IOException {
        for (String file : List.of("long.pth", "long-legacy.pth")) {
            Content content = StateDictionary.read(golden(file));
            assertThat(content.tensors()).containsOnlyKeys("a");
            assertThat(content.said()).containsExactly("left out, since of whole numbers: steps");
        }
    }

    @Test
    void whatWouldRun_isRefusedAndNamed() throws IOException {
        assertFault(golden("malicious.pth"), "wants to run posix.system", "it was not run");
        assertFault(golden("whole-module.pth"), "wants to run torch.nn.modules", "model.state_dict()");
    }

    @Test
    void whatIsInNeitherForm_isRefused() throws IOException {
        Files.writeString(temp.resolve("text.pth"), "no weights");
        assertFault(temp.resolve("text.pth"), "neither of the two forms");
        Files.write(temp.resolve("empty.pth"), new byte[0]);
        assertFault(temp.resolve("empty.pth"), "neither of the two forms");
    }

    /** Of 1.13; torchscript.pt holds a convolution, a normalisation, halves, a list, a text and its code. */
    @Test
    void torchScriptsTensors_areRead_byTheirPlaces() throws IOException {
        Map<String, Tensor> tensors =
                StateDictionary.read(golden("torchscript.pt")).tensors();

        assertThat(tensors.keySet())
                .containsExactly(
                        "conv.bias",
                        "conv.weight",
                        "norm.bias",
                        "norm.running_mean",
                        "norm.running_var",
                        "norm.weight",
                        "small");
        assertTensor(tensors, "small", new int[] {2}, 1, -2);
        assertThat(java.util.Objects.requireNonNull(tensors.get("conv.weight")).values())
                .contains(0, 1, 17);
    }

    /** Their hashes and texts would take years and gigabytes. */
    @ParameterizedTest
    @ValueSource(strings = {"nested-keys.pth"})
    @TimeLimit(seconds = 30)
    void keysThatAreNoTexts_areRefusedUnseen(String name) throws IOException {
        assertFault(golden(name), "whose key is no text");
    }

    @Test
    void everyCutFile_isAFault() throws IOException {
        for (String name : new String[] {"tensors.pth", "tensors-legacy.pth"}) {
            byte[] whole = Files.readAllBytes(golden(name));
            for (int length = 0; length < whole.length; length += 13) {
                Path cut = Files.write(temp.resolve("cut.pth"), Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> StateDictionary.read(cut))
                        .as(name + " cut to " + length)
                        .isInstanceOf(PyTorchFormatException.class);
            }
        }
    }

    @Test
    void noDamagedByte_doesMoreThanFail() throws IOException {
        Random random = new Random(1);
        int refused = 0;
        for (String name : new String[] {"tensors.pth", "tensors-legacy.pth"}) {
            byte[] whole = Files.readAllBytes(golden(name));
            for (int i = 0; i < 1_500; i++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                Path file = Files.write(temp.resolve("damaged.pth"), damaged);
                try {
                    StateDictionary.read(file);
                } catch (IOException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void viewsOutsideOfTheirStorage_areRefused() throws IOException {
        assertThat(StateDictionary.read(view(2, 0, 2, 1)).tensors().get("w")).isNotNull();
        assertFault(view(2, 1, 2, 1), "holds w of shape [2], strides [1], offset 1, which reaches outside");
        assertFault(view(2, 0, 2, 2), "reaches outside of its storage of 2 numbers");
        assertFault(view(3, 0, 2, 1), "has 8 bytes in storage 0, announced were 3 numbers of 4 bytes");
        assertFault(view(1, 0, 1, 1), "has 8 bytes in data/0, at most 4 were expected");
    }

    /** A file with a storage of two numbers that is said to have {@code size}, and one view of it. */
    private Path view(int size, int offset, int length, int stride) throws IOException {
        return view("w", size, offset, length, stride);
    }

    private Path view(String name, int size, int offset, int length, int stride) throws IOException {
        String pickle = "}X" + (char) name.length() + "\0\0\0" + name + "ctorch._utils\n_rebuild_tensor_v2\n("
                + "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\u00000X\u0003\0\0\0cpuK" + (char) size + "tQ"
                + "K" + (char) offset + "K" + (char) length + "\u0085K" + (char) stride + "\u0085\u0089}tRs.";
        Path file = temp.resolve("view.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            stored(zip, "a/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
            stored(zip, "a/data/0", new byte[8]);
        }
        return file;
    }

    private static void stored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
    }

    @Test
    void instructionsThatTensorsNeverNeed_areRefused() {
        assertThatThrownBy(() -> unpickled("cos\nsystem\n."))
                .isInstanceOf(PyTorchFormatException.class)
                .hasMessageContaining("wants to run os.system");
        assertThatThrownBy(() -> unpickled("ctorch.hub\nload\n.")).hasMessageContaining("wants to run torch.hub.load");
        assertThatThrownBy(() -> unpickled("i")).hasMessageContaining("pickle instruction 0x69");
        assertThatThrownBy(() -> unpickled("R")).hasMessageContaining("its stack is empty");
        assertThatThrownBy(() -> unpickled("h\u0007.")).hasMessageContaining("nothing is remembered at 7");
        assertThatThrownBy(() -> unpickled("K")).hasMessageContaining("ends in the middle");
    }

    private static Object unpickled(String pickle) throws IOException {
        return new Unpickler(ByteBuffer.wrap(pickle.getBytes(StandardCharsets.ISO_8859_1))).load();
    }

    private Path golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(StateDictionaryTest.class.getResourceAsStream(name), name)) {
            return Files.write(temp.resolve(name), in.readAllBytes());
        }
    }

    private static void assertFault(Path file, String... words) {
        assertThatThrownBy(() -> StateDictionary.read(file))
                .isInstanceOf(PyTorchFormatException.class)
                .hasMessageContainingAll(words);
    }

    private static float[] eighths(int from, int step, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (from + i * step) / 8f;
        }
        return values;
    }

    private static void assertTensor(Map<String, Tensor> tensors, String name, int[] shape, float... values) {
        Tensor tensor = Objects.requireNonNull(tensors.get(name), name);
        assertThat(tensor.shape()).as(name).containsExactly(shape);
        assertThat(tensor.values()).as(name).containsExactly(values);
    }
}
