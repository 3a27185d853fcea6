package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.testkit.TimeLimit;
import java.nio.FloatBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 60)
class PageLockedMemoryTest {
    private static final PatchLayout LAYOUT = new PatchLayout(2, PatchLayout.Order.NCHW);
    private final Heap heap = new Heap();

    @Test
    void memory_isReadByTheEngineWhereItIs_andFreedWithItsLastView() {
        FloatBuffer patches = new PageLockedMemory(heap).room(LAYOUT, 3);
        LAYOUT.checkBatch(patches, 3, 3);
        assertThat(patches.capacity()).isEqualTo(36);
        assertThat(heap.held).containsExactly(Pointer.nativeValue(Native.getDirectBufferPointer(patches)));

        FloatBuffer view = patches.slice(12, 12);
        patches = null;
        System.gc();
        assertThat(heap.held).hasSize(1);
        view.put(0, 1); // held until here
        view = null;
        while (!heap.held.isEmpty()) {
            System.gc();
        }
    }

    @Test
    void withoutIt_ordinaryMemoryDoes() {
        heap.error = 2;
        LAYOUT.checkBatch(new PageLockedMemory(heap).room(LAYOUT, 3), 3, 3);
        LAYOUT.checkBatch(PageLockedMemory.INSTANCE.room(LAYOUT, 3), 3, 3); // mostly no CUDA here
        assertThat(heap.held).isEmpty();
    }

    private static final class Heap implements PageLockedMemory.Source {
        final Set<Long> held = ConcurrentHashMap.newKeySet();
        int error;

        @Override
        public int allocate(PointerByReference address, long bytes) {
            if (error == 0) {
                address.setValue(new Pointer(Native.malloc(bytes)));
                held.add(Pointer.nativeValue(address.getValue()));
            }
            return error;
        }

        @Override
        public int free(Pointer address) {
            held.remove(Pointer.nativeValue(address));
            Native.free(Pointer.nativeValue(address));
            return 0;
        }
    }
}
