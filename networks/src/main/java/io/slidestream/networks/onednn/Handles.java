package io.slidestream.networks.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** Makes objects of oneDNN and destroys them together, the last one first. For one thread at a time. */
final class Handles implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final Deque<Runnable> ends = new ArrayDeque<>();

    /**
     * Makes an object and keeps it until close().
     *
     * @throws OneDnnException if oneDNN refuses
     */
    Pointer make(String what, ToIntFunction<PointerByReference> create, ToIntFunction<Pointer> destroy) {
        PointerByReference reference = new PointerByReference();
        check(what, create.applyAsInt(reference));
        Pointer made = Objects.requireNonNull(reference.getValue());
        ends.push(() -> check("let go", destroy.applyAsInt(made)));
        return made;
    }

    /** Memory for vectors, with nothing in it. */
    Pointer memory(long bytes) {
        Memory whole = new Memory(Math.max(1, bytes) + ALIGNMENT);
        ends.push(whole::close);
        return whole.align(ALIGNMENT);
    }

    static void check(String what, int status) {
        if (status != 0) {
            throw new OneDnnException(what, status);
        }
    }

    @Override
    public void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
