package io.slidestream.networks.pytorch;

import io.slidestream.networks.weights.HalfNumber;
import java.nio.ByteBuffer;
import java.util.Set;

/** Numbers that become floats. */
enum StorageType {
    FloatStorage(4) {
        @Override
        float at(ByteBuffer data, int place) {
            return data.getFloat(4 * place);
        }
    },
    DoubleStorage(8) {
        @Override
        float at(ByteBuffer data, int place) {
            return (float) data.getDouble(8 * place);
        }
    },
    HalfStorage(2) {
        @Override
        float at(ByteBuffer data, int place) {
            return HalfNumber.toFloat(data.getShort(2 * place));
        }
    },
    BFloat16Storage(2) {
        @Override
        float at(ByteBuffer data, int place) {
            return Float.intBitsToFloat(data.getShort(2 * place) << 16);
        }
    };

    private static final Set<String> WHOLE =
            Set.of("LongStorage", "IntStorage", "ShortStorage", "CharStorage", "ByteStorage", "BoolStorage");

    private final int bytes;

    StorageType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    abstract float at(ByteBuffer data, int place);

    /** Whether a class of storages holds whole numbers or truths, as indexes and counters are. */
    static boolean isOfWholeNumbers(String type) {
        return WHOLE.contains(type);
    }

    /** @param tensor for the message */
    static StorageType of(String tensor, String type) throws PyTorchFormatException {
        for (StorageType known : values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        throw new PyTorchFormatException("holds " + tensor + " as " + type + ", only floating point numbers are read");
    }
}
