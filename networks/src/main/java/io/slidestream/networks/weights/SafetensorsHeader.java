package io.slidestream.networks.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON in front of the numbers: for each tensor its type, its shape and where its bytes lie in the data. */
final class SafetensorsHeader {
    private static final String METADATA = "__metadata__";
    /** Batch normalisation counts batches in whole numbers, which nobody needs. */
    private static final String COUNTER = "num_batches_tracked";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SafetensorsHeader() {}

    /** Where a tensor lies: {@code begin} inclusive, {@code end} exclusive, from the first byte after the header; without a type, what is passed over. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, handed on to one tensor
    record Entry(@Nullable SafetensorsType dtype, int[] shape, long begin, long end) {
        long bytes() {
            return end - begin;
        }
    }

    static SortedMap<String, Entry> parse(Path file, byte[] header, long dataBytes) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(new String(header, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new SafetensorsException(file, "header is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject()) {
            throw new SafetensorsException(file, "header is not a JSON object");
        }
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getKey().equals(METADATA)) {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
            }
        }
        checkCoverage(file, entries, dataBytes);
        return entries;
    }

    /** The header of tensors of one type in the map's order, padded with spaces so that the data start aligned. */
    static byte[] format(Map<String, Tensor> tensors, SafetensorsType type) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        long begin = 0;
        for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
            if (named.getKey().equals(METADATA)) {
                throw new IllegalArgumentException("a tensor may not be named " + METADATA);
            }
            long end = begin + (long) named.getValue().values().length * type.bytes();
            ObjectNode node = root.putObject(named.getKey());
            node.put("dtype", type.name());
            node.putPOJO("shape", named.getValue().shape());
            node.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        byte[] json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static Entry entry(Path file, String name, JsonNode node) throws SafetensorsException {
        SafetensorsType dtype = dtype(node.path("dtype").asText());
        boolean counter = name.endsWith(COUNTER) && node.path("dtype").asText().equals("I64");
        if (dtype == null && !counter) {
            throw new SafetensorsException(
                    file,
                    "tensor " + name + " has type " + node.path("dtype") + ", only "
                            + Arrays.toString(SafetensorsType.values()) + " are read");
        }
        long[] shape = longs(file, name, "shape", node.path("shape"));
        long[] offsets = longs(file, name, "data_offsets", node.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new SafetensorsException(file, "tensor " + name + " has data_offsets " + Arrays.toString(offsets));
        }
        long bytes = dtype == null ? Long.BYTES : dtype.bytes();
        int[] sizes = new int[shape.length];
        try {
            for (int i = 0; i < shape.length; i++) {
                sizes[i] = Math.toIntExact(shape[i]);
                bytes = Math.multiplyExact(bytes, shape[i]);
            }
            Math.toIntExact(bytes);
        } catch (ArithmeticException e) {
            throw new SafetensorsException(
                    file, "tensor " + name + " is too large: shape " + Arrays.toString(shape), e);
        }
        if (bytes != offsets[1] - offsets[0]) {
            throw new SafetensorsException(
                    file,
                    "tensor " + name + " of shape " + Arrays.toString(shape) + " needs " + bytes
                            + " bytes, its data_offsets are " + Arrays.toString(offsets));
        }
        return new Entry(dtype, sizes, offsets[0], offsets[1]);
    }

    /** Tensors in the order of their bytes follow one another from 0 to the end of the file. */
    private static void checkCoverage(Path file, SortedMap<String, Entry> entries, long dataBytes)
            throws SafetensorsException {
        List<Map.Entry<String, Entry>> byPlace = new ArrayList<>(entries.entrySet());
        byPlace.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long at = 0;
        for (Map.Entry<String, Entry> next : byPlace) {
            if (next.getValue().begin() != at) {
                throw new SafetensorsException(
                        file,
                        "tensor " + next.getKey() + " begins at byte "
                                + next.getValue().begin() + " of the data, expected " + at
                                + ": a gap or an overlap");
            }
            at = next.getValue().end();
        }
        if (at != dataBytes) {
            throw new SafetensorsException(
                    file, "tensors take " + at + " bytes, the file holds " + dataBytes + ": incomplete or damaged");
        }
    }

    private static @Nullable SafetensorsType dtype(String name) {
        for (SafetensorsType type : SafetensorsType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }

    private static long[] longs(Path file, String name, String key, JsonNode array) throws SafetensorsException {
        long[] numbers = new long[array.size()];
        boolean valid = array.isArray();
        for (int i = 0; valid && i < numbers.length; i++) {
            JsonNode number = array.get(i);
            valid = number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
            numbers[i] = number.asLong();
        }
        if (!valid) {
            throw new SafetensorsException(
                    file, "tensor " + name + ": " + key + " must be a list of integers of at least 0, was " + array);
        }
        return numbers;
    }
}
