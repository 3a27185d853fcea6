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

        @Override
        void put(float[] floats, ByteBuffer data) {
            data.asFloatBuffer().put(floats);
        }
    },
    F16(2) {
        @Override
        float[] floats(ByteBuffer data) {
            float[] floats = new float[data.remaining() / bytes()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = fromHalf(data.getShort(i * bytes()));
            }
            return floats;
        }

        @Override
        void put(float[] floats, ByteBuffer data) {
            for (int i = 0; i < floats.length; i++) {
                data.putShort(i * bytes(), toHalf(floats[i]));
            }
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

        @Override
        void put(float[] floats, ByteBuffer data) {
            throw new UnsupportedOperationException("BF16 is only read");
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

    /** Writes numbers to the begin of a buffer that is little-endian; its position stays. */
    abstract void put(float[] floats, ByteBuffer data);

    /** IEEE 754 binary16; Float.float16ToFloat came with Java 20. */
    static float fromHalf(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Float.intBitsToFloat(exponent - 15 + 127 << 23 | fraction << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The nearest binary16, of two as near the even one. */
    static short toHalf(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (!(magnitude < 65520)) {
            throw new IllegalArgumentException(value + " is no number of 16 bits");
        }
        int exponent = Math.max(-14, Math.getExponent(magnitude));
        int fraction = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
        // A fraction of 2048 is the next exponent's first, and one below 1024 a subnormal number: the sum carries.
        return (short) (sign | ((exponent + 14) << 10) + fraction);
    }
}
