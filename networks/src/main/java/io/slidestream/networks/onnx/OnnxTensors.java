package io.slidestream.networks.onnx;

import io.slidestream.networks.weights.HalfNumber;
import io.slidestream.networks.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import onnx.Onnx;
import onnx.Onnx.TensorProto.DataType;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/** Numbers in ONNX's form. */
final class OnnxTensors {
    private OnnxTensors() {}

    static Onnx.TensorProto floats(String name, Tensor tensor) {
        ByteBuffer raw = buffer(tensor.values().length, Float.BYTES);
        raw.asFloatBuffer().put(tensor.values());
        return proto(name, DataType.FLOAT_VALUE, raw, tensor.shape());
    }

    static Onnx.TensorProto floats(String name, float... values) {
        return floats(name, new Tensor(new int[] {values.length}, values));
    }

    /**
     * A tensor of floats in 16 bits each.
     *
     * @throws IllegalArgumentException if a number is larger than such numbers are
     */
    static Onnx.TensorProto halves(String name, Onnx.TensorProto floats) {
        Tensor tensor = tensor(floats);
        ByteBuffer raw = buffer(tensor.values().length, Short.BYTES);
        try {
            for (float value : tensor.values()) {
                raw.putShort(HalfNumber.nearest(value));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    floats.getName() + ": " + e.getMessage()
                            + ": choose fp32 (--precision fp32, or inference.precision=fp32)",
                    e);
        }
        return proto(name, DataType.FLOAT16_VALUE, raw.flip(), tensor.shape());
    }

    static Onnx.TensorProto number(String name, float value) {
        return floats(name, new Tensor(new int[0], new float[] {value}));
    }

    static Onnx.TensorProto signedBytes(String name, byte[] values, int... shape) {
        return proto(name, DataType.INT8_VALUE, ByteBuffer.wrap(values), shape);
    }

    /** @param value in 0..255 */
    static Onnx.TensorProto unsignedByte(String name, int value) {
        return proto(name, DataType.UINT8_VALUE, ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    static Onnx.TensorProto integers(String name, int... values) {
        ByteBuffer raw = buffer(values.length, Integer.BYTES);
        raw.asIntBuffer().put(values);
        return proto(name, DataType.INT32_VALUE, raw, values.length);
    }

    static Onnx.TensorProto longs(String name, long... values) {
        ByteBuffer raw = buffer(values.length, Long.BYTES);
        raw.asLongBuffer().put(values);
        return proto(name, DataType.INT64_VALUE, raw, values.length);
    }

    /** One whole number, of no dimension: an index that takes its dimension away. */
    static Onnx.TensorProto index(String name, long value) {
        ByteBuffer raw = buffer(1, Long.BYTES);
        raw.asLongBuffer().put(value);
        return proto(name, DataType.INT64_VALUE, raw);
    }

    /** The numbers of a tensor of floats. */
    static Tensor tensor(Onnx.TensorProto proto) {
        int[] shape = proto.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
        Tensor tensor = Tensor.zeros(shape);
        proto.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(tensor.values());
        return tensor;
    }

    /** Whole numbers of 32 bits. */
    static int[] integers(Onnx.TensorProto proto) {
        IntBuffer raw = proto.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        int[] values = new int[raw.remaining()];
        raw.get(values);
        return values;
    }

    private static ByteBuffer buffer(int count, int bytes) {
        return ByteBuffer.allocate(Math.multiplyExact(count, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Onnx.TensorProto proto(String name, int type, ByteBuffer raw, int... shape) {
        Onnx.TensorProto.Builder proto =
                Onnx.TensorProto.newBuilder().setName(name).setDataType(type);
        for (int size : shape) {
            proto.addDims(size);
        }
        return proto.setRawData(UnsafeByteOperations.unsafeWrap(raw)).build();
    }
}
