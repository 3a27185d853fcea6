package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that is trained: the copies of it that primitives read, each in the order it is wanted in, and the sum of its gradients.
 *
 * <p>Frozen batch normalisation behind a convolution is part of the convolution: what primitives read is the tensor times a
 * constant for each output, and its gradient is theirs times the same constants.
 */
final class TrainedNumbers {
    private final String name;
    private final int[] shape;
    private final long from;
    private final float @Nullable [] factors;
    private final float @Nullable [] shifts;
    private final List<Copy> copies = new ArrayList<>();
    private @Nullable Copy gradient;
    private @Nullable Pointer plain;

    /** Numbers in an order of their own. */
    record Copy(Pointer descriptor, Pointer numbers) {
        Block block() {
            return Block.fixed(numbers);
        }
    }

    /**
     * @param from place of its first number among all that are trained
     * @param factors of each output, or null for none
     * @param shifts of each output, or null for none
     */
    TrainedNumbers(String name, int[] shape, long from, float @Nullable [] factors, float @Nullable [] shifts) {
        this.name = name;
        this.shape = shape.clone();
        this.from = from;
        this.factors = factors == null ? null : factors.clone();
        this.shifts = shifts == null ? null : shifts.clone();
    }

    String name() {
        return name;
    }

    int[] shape() {
        return shape.clone();
    }

    long from() {
        return from;
    }

    int count() {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        return count;
    }

    List<Copy> copies() {
        return copies;
    }

    @Nullable
    Copy gradient() {
        return gradient;
    }

    /** Its own order, as a primitive that reads it says it. */
    Pointer plain() {
        return Objects.requireNonNull(plain, name);
    }

    /**
     * The copy in this order, made where there is none yet.
     *
     * @param own its own order
     */
    Copy laid(Pointer own, Pointer descriptor, Handles handles) {
        plain = own;
        for (Copy copy : copies) {
            if (Primitives.same(copy.descriptor(), descriptor)) {
                return copy;
            }
        }
        Copy copy = new Copy(descriptor, zeros(descriptor, handles));
        copies.add(copy);
        return copy;
    }

    /** The sum of its gradients; one step gives it. */
    Copy summed(Pointer descriptor, Handles handles) {
        if (gradient != null) {
            throw new IllegalStateException("two layers share the tensor " + name);
        }
        gradient = new Copy(descriptor, zeros(descriptor, handles));
        return gradient;
    }

    private static Pointer zeros(Pointer descriptor, Handles handles) {
        long bytes = Primitives.bytes(descriptor);
        Pointer numbers = handles.memory(bytes);
        numbers.clear(bytes);
        return numbers;
    }

    /** From the numbers that are trained to those that primitives read. */
    void toServed(float[] numbers) {
        float[] of = factors;
        if (of != null) {
            int each = count() / of.length;
            for (int i = 0; i < count(); i++) {
                numbers[i] *= of[i / each];
            }
        }
        float[] more = shifts;
        if (more != null) {
            int each = count() / more.length;
            for (int i = 0; i < count(); i++) {
                numbers[i] += more[i / each];
            }
        }
    }

    /** From the gradient by what primitives read to that by what is trained. */
    void toTrained(float[] gradients) {
        float[] of = factors;
        if (of != null) {
            int each = count() / of.length;
            for (int i = 0; i < count(); i++) {
                gradients[i] *= of[i / each];
            }
        }
    }
}
