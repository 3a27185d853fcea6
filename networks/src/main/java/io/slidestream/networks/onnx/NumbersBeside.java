package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.ExternalData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.nd4j.shade.protobuf.Descriptors.FieldDescriptor;
import org.nd4j.shade.protobuf.Message;

/** A graph's large tensors in a file beside it, as ONNX keeps what one file cannot hold. Written one by one, since all are gigabytes. */
final class NumbersBeside implements AutoCloseable {
    /** Smaller tensors, as sizes and axes, which ONNX Runtime reads while it lays out the graph, stay. */
    private static final int LEAST_BYTES = 1024;
    /** Where tensors begin, so that they can be mapped into memory. */
    private static final int ALIGNMENT = 4096;

    private final String name;
    private final FileChannel channel;
    private final Map<Path, Long> adopted = new HashMap<>();
    private long position;

    NumbersBeside(Path data) throws IOException {
        name = String.valueOf(data.getFileName());
        channel = FileChannel.open(
                data, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Writes a tensor.
     *
     * @return what stands for it in the graph
     */
    Onnx.TensorProto moved(Onnx.TensorProto tensor) {
        int length = tensor.getRawData().size();
        if (length < LEAST_BYTES) {
            return tensor;
        }
        long begin = position;
        ByteBuffer numbers = tensor.getRawData().asReadOnlyByteBuffer();
        try {
            while (numbers.hasRemaining()) {
                position += channel.write(numbers, position);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        align();
        return tensor.toBuilder()
                .clearRawData()
                .setDataLocation(Onnx.TensorProto.DataLocation.EXTERNAL)
                .addAllExternalData(place(begin, length))
                .build();
    }

    /**
     * Writes all that a model takes from files beside it, and lets it take that from here.
     *
     * @param onnx the model's file
     * @throws IllegalArgumentException if one of the files lies elsewhere
     */
    void adopt(Path onnx, Message.Builder message) throws IOException {
        if (message instanceof Onnx.TensorProto.Builder tensor) {
            if (tensor.getDataLocation() == Onnx.TensorProto.DataLocation.EXTERNAL) {
                adoptTensor(onnx, tensor);
            }
            return;
        }
        for (FieldDescriptor field : List.copyOf(message.getAllFields().keySet())) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    adopt(onnx, message.getRepeatedFieldBuilder(field, i));
                }
            } else {
                adopt(onnx, message.getFieldBuilder(field));
            }
        }
    }

    private void adoptTensor(Path onnx, Onnx.TensorProto.Builder tensor) throws IOException {
        Map<String, String> entries = new HashMap<>();
        tensor.getExternalDataList().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        Path file = ExternalData.at(onnx, entries.getOrDefault("location", ""));
        long size = Files.size(file);
        long offset = number(tensor, entries.getOrDefault("offset", "0"));
        long length = number(tensor, entries.getOrDefault("length", Long.toString(Math.max(0, size - offset))));
        if (offset > size || length > size - offset) {
            throw new IllegalArgumentException(
                    "the numbers of " + tensor.getName() + " end behind the end of " + file.getFileName());
        }
        long begin = adopted(file, size);
        tensor.clearExternalData().addAllExternalData(place(begin + offset, length));
    }

    /** Writes a file whole, and once. */
    private long adopted(Path file, long size) throws IOException {
        Long known = adopted.get(file);
        if (known != null) {
            return known;
        }
        long begin = position;
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.position(begin);
            while (position < begin + size) {
                long moved = from.transferTo(position - begin, begin + size - position, channel);
                if (moved <= 0) {
                    throw new IOException(file.getFileName() + " became shorter");
                }
                position += moved;
            }
        }
        align();
        adopted.put(file, begin);
        return begin;
    }

    private static long number(Onnx.TensorProto.Builder tensor, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException(
                    "the numbers of " + tensor.getName() + " are at '" + text + "', which is no place in a file");
        }
        return Long.parseLong(text);
    }

    private void align() {
        position = (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private List<Onnx.StringStringEntryProto> place(long begin, long length) {
        return List.of(
                entry("location", name), entry("offset", Long.toString(begin)), entry("length", Long.toString(length)));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Onnx.StringStringEntryProto entry(String key, String value) {
        return Onnx.StringStringEntryProto.newBuilder()
                .setKey(key)
                .setValue(value)
                .build();
    }
}
