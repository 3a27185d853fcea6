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
                floats[i] = HalfNumber.toFloat(data.getShort(i * bytes()));
            }
            return floats;
        }

        @Override
        void put(float[] floats, ByteBuffer data) {
            for (int i = 0; i < floats.length; i++) {
                data.putShort(i * bytes(), HalfNumber.nearest(floats[i]));
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
}
