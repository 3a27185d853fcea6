package io.slidestream.networks.weights;

import java.nio.ByteBuffer;

/** The number types that are read, each with its conversion to float; the names are the format's. */
enum SafetensorsType {
    F32(4) {
        @Override
        float[] floats(ByteBuffer data) {
            float[] floats = new float[data.remaining() / bytes()];
            data.asFloatBuffer().get(floats);
            return floats;
        }
    },
    F16(2) {
        @Override
        float[] floats(ByteBuffer data) {
            float[] floats = new float[data.remaining() / bytes()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = half(data.getShort(i * bytes()));
            }
            return floats;
        }
    },
    BF16(2) {
        @Override
        float[] floats(ByteBuffer data) {
            float[] floats = new float[data.remaining() / bytes()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = Float.intBitsToFloat(data.getShort(i * bytes()) << 16);
            }
            return floats;
        }
    };

    private final int bytes;

    SafetensorsType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** The numbers of a buffer that is little-endian and starts at position 0. */
    abstract float[] floats(ByteBuffer data);

    /** IEEE 754 binary16; Float.float16ToFloat came with Java 20. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
