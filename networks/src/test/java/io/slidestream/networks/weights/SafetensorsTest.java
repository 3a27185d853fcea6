package io.slidestream.networks.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    private Path folder;

    @Test
    void write_givesTheFormatsBytes_sortedByName() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", new Tensor(new int[] {2, 1}, new float[] {1, -2}));
        tensors.put("a", new Tensor(new int[] {1}, new float[] {0.5f}));
        Path file = folder.resolve("w.safetensors");

        Safetensors.write(file, tensors);

        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[4,12]}}";
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = (int) buffer.getLong();
        assertThat(headerBytes % 8).isZero();
        assertThat(new String(bytes, 8, headerBytes, StandardCharsets.UTF_8)).startsWith(header);
        assertThat(HexFormat.of().formatHex(bytes, 8 + headerBytes, bytes.length))
                .isEqualTo("0000003f" + "0000803f" + "000000c0");
    }

    @Test
    void read_givesBackWhatWasWritten_alsoEmptyAndScalar() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(
                file,
                Map.of(
                        "scalar", new Tensor(new int[0], new float[] {3}),
                        "none", Tensor.zeros(0, 4),
                        "weight", new Tensor(new int[] {1, 2}, new float[] {Float.MIN_VALUE, Float.NaN})));

        Map<String, Tensor> read = Safetensors.read(file);

        assertThat(read).containsOnlyKeys("scalar", "none", "weight");
        assertThat(tensor(read, "scalar").hasShape()).isTrue();
        assertThat(tensor(read, "none").hasShape(0, 4)).isTrue();
        assertThat(tensor(read, "weight").values()).containsExactly(Float.MIN_VALUE, Float.NaN);
    }

    @Test
    void read_widensHalfPrecision() throws IOException {
        Path file = file(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[10,14]},"
                        + "\"__metadata__\":{\"format\":\"pt\"}}",
                "003c" + "00c1" + "0100" + "ff7b" + "00fc" + "803f" + "20c0");

        Map<String, Tensor> read = Safetensors.read(file);

        assertThat(tensor(read, "h").values()).containsExactly(1f, -2.5f, 0x1p-24f, 65504f, Float.NEGATIVE_INFINITY);
        assertThat(tensor(read, "b").values()).containsExactly(1f, -2.5f);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 0000 | file holds 2",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 000000000000 | file holds 6",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 0000000000000000 | a gap or an overlap",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}"
                        + " | 00000000 | tensor b begins at byte 0",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 00000000 | needs 8 bytes",
                "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,0]}} | 00 | too large",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}} | 00 | too large",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | 00000000 | shape must be a list",
                "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}} | 00000000 | shape must be a list",
                "{'a':{'dtype':'F32','shape':{'x':1},'data_offsets':[0,4]}} | 00000000 | shape must be a list",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | 00000000 | has data_offsets [4, 0]",
                "{'a':{'dtype':'F32','shape':[1]}} | 00000000 | data_offsets must be a list",
                "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}} | 0000000000000000 | tensor a has type \"I64\"",
                "{'a':7} | 00 | tensor a has type",
                "{'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0]},'a':{}} | 00 | Duplicate field",
                "[] | 00 | not a JSON object",
                "{'a' | 00 | not valid JSON",
                "{} {} | 00 | not valid JSON",
            })
    void read_refusesADamagedFile_namingIt(String header, String data, String fault) throws IOException {
        Path file = file(header.replace('\'', '"'), data);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(fault);
    }

    @Test
    void read_refusesAHeaderLengthThatCannotBe() throws IOException {
        for (long length : new long[] {-1, 1, 17, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40}) {
            Path file = folder.resolve("length");
            ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
            Files.write(file, bytes.putLong(0, length).array());

            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("header of " + length + " bytes in a file of 24");
        }
    }

    @Test
    void read_refusesAFileShorterThanItsLengthField() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[3]);

        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("ends at byte 3");
    }

    @Test
    void tensor_refusesAShapeThatDoesNotFit() {
        assertThatThrownBy(() -> new Tensor(new int[] {2, 3}, new float[5]))
                .hasMessage("shape [2, 3] needs 6 values, got 5");
        assertThatThrownBy(() -> Tensor.zeros(-1)).hasMessage("shape has a negative size: [-1]");
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        assertThat(tensor).as(name).isNotNull();
        return tensor;
    }

    private Path file(String header, String dataHex) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] data = HexFormat.of().parseHex(dataHex);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("f.safetensors"), bytes.array());
    }

    @Test
    void halves_areRoundedToTheNearest_andTakeHalfTheSpace() throws IOException {
        float[] values = {0, -1.5f, 1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 0x1p-24f, 0x1p-26f, 2047.6f, 65_504, -65_519, 0.1f};
        Map<String, Tensor> tensors = Map.of("w", new Tensor(new int[] {10}, values));
        Path file = folder.resolve("halves.safetensors");

        Safetensors.writeHalves(file, tensors);

        float[] read = values(Safetensors.read(file));
        assertThat(read).containsExactly(0, -1.5f, 1, 1 + 0x1p-9f, 0x1p-24f, 0, 2048, 65_504, -65_504, 0.099975586f);
        assertThat(values(StoredAs.HALVES.rounded(tensors))).containsExactly(read);
        Map<String, Tensor> large = Map.of("w", new Tensor(new int[] {1}, new float[] {65_520}));
        assertThatThrownBy(() -> Safetensors.writeHalves(file, large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65520");
    }

    private static float[] values(Map<String, Tensor> tensors) {
        return Objects.requireNonNull(tensors.get("w")).values();
    }
}
