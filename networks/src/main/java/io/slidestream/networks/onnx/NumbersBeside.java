package io.slidestream.networks.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import onnx.Onnx;

/** A graph's large tensors in a file beside it, as ONNX keeps what one file cannot hold. */
final class NumbersBeside {
    /** Smaller tensors, as sizes and axes, which ONNX Runtime reads while it lays out the graph, stay. */
    private static final int LEAST_BYTES = 1024;
    /** Where tensors begin, so that they can be mapped into memory. */
    private static final int ALIGNMENT = 4096;

    private NumbersBeside() {}

    /**
     * Writes the file.
     *
     * @return the graph, which names it
     */
    static Onnx.GraphProto moved(Onnx.GraphProto graph, Path data) throws IOException {
        Onnx.GraphProto.Builder outside = graph.toBuilder();
        try (FileChannel channel = FileChannel.open(
                data, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long position = 0;
            for (int i = 0; i < graph.getInitializerCount(); i++) {
                Onnx.TensorProto tensor = graph.getInitializer(i);
                int length = tensor.getRawData().size();
                if (length < LEAST_BYTES) {
                    continue;
                }
                ByteBuffer numbers = tensor.getRawData().asReadOnlyByteBuffer();
                long at = position;
                while (numbers.hasRemaining()) {
                    at += channel.write(numbers, at);
                }
                outside.setInitializer(
                        i,
                        tensor.toBuilder()
                                .clearRawData()
                                .setDataLocation(Onnx.TensorProto.DataLocation.EXTERNAL)
                                .addExternalData(entry("location", String.valueOf(data.getFileName())))
                                .addExternalData(entry("offset", Long.toString(position)))
                                .addExternalData(entry("length", Long.toString(length))));
                position = (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            }
        }
        return outside.build();
    }

    private static Onnx.StringStringEntryProto.Builder entry(String key, String value) {
        return Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value);
    }
}
