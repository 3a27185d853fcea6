package io.slidestream.networks.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weight files in the safetensors format: eight bytes of header length, a JSON header, then the numbers, little-endian.
 *
 * <p>A file may come from anywhere, so nothing in it is believed before it is checked against the file's size: the
 * header is bounded, and the tensors must cover the data without a gap or an overlap, as the format demands. What a
 * reader allocates is therefore never more than a few times the file's own size.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {
    static final int MAX_HEADER_BYTES = 16 << 20;
    static final int LENGTH_BYTES = 8;

    private Safetensors() {}

    /**
     * Reads all tensors, F32 as they are, F16 and BF16 widened to float.
     *
     * @return by name, sorted; unmodifiable
     * @throws SafetensorsException if the file is no valid safetensors file or holds another number type
     */
    public static Map<String, Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer prefix = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            fill(channel, 0, prefix, file, "length of the header");
            long headerBytes = prefix.getLong(0);
            long dataBytes = channel.size() - LENGTH_BYTES - headerBytes;
            if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || dataBytes < 0) {
                throw new SafetensorsException(
                        file,
                        "not a safetensors file: header of " + headerBytes + " bytes in a file of " + channel.size());
            }
            ByteBuffer header = ByteBuffer.allocate((int) headerBytes);
            fill(channel, LENGTH_BYTES, header, file, "header");
            SortedMap<String, SafetensorsHeader.Entry> entries =
                    SafetensorsHeader.parse(file, header.array(), dataBytes);

            SortedMap<String, Tensor> tensors = new TreeMap<>();
            for (Map.Entry<String, SafetensorsHeader.Entry> named : entries.entrySet()) {
                SafetensorsHeader.Entry entry = named.getValue();
                SafetensorsType type = entry.dtype();
                if (type == null) {
                    continue;
                }
                ByteBuffer data = ByteBuffer.allocate((int) entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                fill(channel, LENGTH_BYTES + headerBytes + entry.begin(), data, file, "tensor " + named.getKey());
                tensors.put(named.getKey(), new Tensor(entry.shape(), type.floats(data)));
            }
            return Collections.unmodifiableSortedMap(tensors);
        }
    }

    /**
     * Writes F16, sorted by name; numbers that it has not are rounded to the nearest.
     *
     * @throws IllegalArgumentException naming a tensor with numbers too large for it
     */
    public static void writeHalves(Path file, Map<String, Tensor> tensors) throws IOException {
        write(file, tensors, SafetensorsType.F16);
    }

    /** Writes F32, sorted by name, the data aligned to eight bytes: equal tensors give equal bytes. Replaces a file. */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        write(file, tensors, SafetensorsType.F32);
    }

    private static void write(Path file, Map<String, Tensor> tensors, SafetensorsType type) throws IOException {
        Map<String, Tensor> sorted = new LinkedHashMap<>(new TreeMap<>(tensors));
        byte[] header = SafetensorsHeader.format(sorted, type);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            drain(
                    channel,
                    ByteBuffer.allocate(LENGTH_BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(0, header.length));
            drain(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : sorted.values()) {
                ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(tensor.values().length, type.bytes()))
                        .order(ByteOrder.LITTLE_ENDIAN);
                type.put(tensor.values(), data);
                drain(channel, data);
            }
        }
    }

    private static void fill(FileChannel channel, long position, ByteBuffer buffer, Path file, String what)
            throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new SafetensorsException(
                        file, "ends at byte " + Files.size(file) + ", in the middle of the " + what);
            }
            at += read;
        }
        buffer.flip();
    }

    private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
