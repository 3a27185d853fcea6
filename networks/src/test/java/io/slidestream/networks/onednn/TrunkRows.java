package io.slidestream.networks.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Random;

/** Pictures of noise, and what a trunk makes of them. */
final class TrunkRows {
    private TrunkRows() {}

    /** Numbers from below zero to above. */
    static float[] noise(int count, float largest) {
        Random random = new Random(7);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = largest * (2 * random.nextFloat() - 1);
        }
        return values;
    }

    /** The rows of so many pictures. */
    static float[] of(Trunk trunk, float[] pictures, int count) {
        try (Memory input = new Memory((long) pictures.length * Float.BYTES);
                Memory output = new Memory((long) count * trunk.width() * Float.BYTES)) {
            input.write(0, pictures, 0, pictures.length);
            trunk.run(Pointer.nativeValue(input), count, Pointer.nativeValue(output));
            return output.getFloatArray(0, count * trunk.width());
        }
    }
}
