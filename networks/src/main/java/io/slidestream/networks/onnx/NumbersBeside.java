package io.slidestream.networks.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import onnx.Onnx;

/** A graph's large tensors in a file beside it, as ONNX keeps what one file cannot hold. Written one by one, since all are gigabytes. */
final class NumbersBeside implements AutoCloseable {
    /** Smaller tensors, as sizes and axes, which ONNX Runtime reads while it lays out the graph, stay. */
    private static final int LEAST_BYTES = 1024;
    /** Where tensors begin, so that they can be mapped into memory. */
    private static final int ALIGNMENT = 4096;

    private final String name;
    private final FileChannel channel;
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
        position = (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return tensor.toBuilder()
                .clearRawData()
                .setDataLocation(Onnx.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", name))
                .addExternalData(entry("offset", Long.toString(begin)))
                .addExternalData(entry("length", Long.toString(length)))
                .build();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Onnx.StringStringEntryProto.Builder entry(String key, String value) {
        return Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value);
    }
}
