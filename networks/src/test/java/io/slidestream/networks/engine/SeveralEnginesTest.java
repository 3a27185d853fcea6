package io.slidestream.networks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Two sessions that answer with what lies in the corner of a patch. */
class SeveralEnginesTest {
    private static final int BATCH = 2;
    private static final PatchLayout LAYOUT = new PatchLayout(1, PatchLayout.Order.NCHW);

    private final CornerEngine first = new CornerEngine(LAYOUT, BATCH);
    private final CornerEngine second = new CornerEngine(LAYOUT, BATCH);
    private final SeveralEngines both = new SeveralEngines(Place.listOf("cuda:0,cuda:1"), List.of(first, second));

    @Test
    void batchesThatWereBegun_areComputedAtTheSameTime() {
        CyclicBarrier barrier = new CyclicBarrier(2);
        first.callNanos = size -> meet(barrier);
        second.callNanos = size -> meet(barrier);
        FloatBuffer one = patches(1);
        FloatBuffer other = patches(2);
        both.begin(one);
        both.begin(other);

        assertThat(both.logits(one, 1)).containsExactly(1, 0);
        assertThat(both.logits(other, 2)).containsExactly(2, 0, 2, 0);
        assertThat(first.calls).hasSize(1);
        assertThat(second.calls).hasSize(1);
        assertThat(both.atOnce()).isEqualTo(3);
    }

    @Test
    void whatOneFailsAt_theOtherComputes_andOneThatFailsThreeTimesSo_getsNoMore() {
        first.callNanos = size -> {
            throw new IllegalStateException("the card fell off the bus");
        };
        for (int batch = 1; batch <= 5; batch++) {
            assertThat(both.logits(patches(batch), 1)).containsExactly(batch, 0);
        }

        assertThat(first.calls).hasSize(3);
        assertThat(second.calls).hasSize(5);
    }

    @Test
    void whatBothFailAt_isTheBatchsFault() {
        first.callNanos = size -> {
            throw new IllegalStateException("bad patches");
        };
        second.callNanos = first.callNanos;
        for (int batch = 0; batch < 4; batch++) {
            assertThatThrownBy(() -> both.logits(patches(1), 1)).hasMessage("bad patches");
        }
        first.callNanos = size -> 0;
        second.callNanos = size -> 0;
        FloatBuffer one = patches(1);
        FloatBuffer other = patches(2);
        both.begin(one);
        both.begin(other);

        assertThat(both.logits(one, 1)).containsExactly(1, 0);
        assertThat(both.logits(other, 1)).containsExactly(2, 0);
        assertThat(first.calls).hasSize(5);
        assertThat(second.calls).hasSize(5);
    }

    @Test
    void memoryThatEnds_isToldAndNoFailure_andBothAreResized() {
        first.roomFor = 1;
        second.roomFor = 1;
        FloatBuffer begun = patches(3);
        both.begin(begun);

        assertThatThrownBy(() -> both.logits(patches(1), 1)).isInstanceOf(EngineMemoryException.class);
        assertThat(both.resize(1)).isTrue();
        begun.put(0, 4);
        assertThat(both.logits(begun, 1)).as("what was begun is forgotten").containsExactly(4, 0);
        assertThat(List.of(first.batchSize(), second.batchSize())).containsExactly(1, 1);
    }

    @Test
    void placesAreTold_andAllAreClosed() {
        assertThat(both.description()).isEqualTo("corner, 2 sessions on cuda:0, cuda:1");
        both.begin(patches(1));
        both.close();
        assertThat(first.closed && second.closed).isTrue();
    }

    @Test
    void cardsAreNamedByNumber_andSessionsTakeTurns() {
        EngineChoice choice = EngineChoice.of("onnxruntime", "fp16", "cuda:0,cuda:2", 2);
        assertThat(choice.places().toString()).isEqualTo("[cuda:0, cuda:2, cuda:0, cuda:2]");
        assertThat(choice.device()).isEqualTo(Device.CUDA);
        assertThat(EngineChoice.of("onnxruntime", "fp32", "cuda", 1))
                .isEqualTo(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32, Device.CUDA));
        assertThatThrownBy(() -> Place.listOf("cuda:1,cuda:1"))
                .hasMessage("each card is named once, several sessions on one are --sessions (inference.sessions); was"
                        + " \"cuda:1,cuda:1\"");
        assertThatThrownBy(() -> Place.listOf("cuda:0,cpu"))
                .hasMessage("a device is cpu, cuda (the first card), or cards by number: cuda:0,cuda:1; was"
                        + " \"cuda:0,cpu\"");
        assertThatThrownBy(() -> EngineChoice.of("dl4j", "fp32", "cuda:1", 1))
                .hasMessage("several sessions, and cards but the first, are for ONNX Runtime: choose the engine"
                        + " onnxruntime (--engine onnxruntime, or inference.engine=onnxruntime)");
    }

    private static long meet(CyclicBarrier barrier) {
        try {
            return barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("nobody else computed", e);
        }
    }

    private static FloatBuffer patches(float corner) {
        FloatBuffer patches = LAYOUT.room(BATCH);
        for (int patch = 0; patch < BATCH; patch++) {
            patches.put(patch * LAYOUT.floatsPerPatch(), corner);
        }
        return patches;
    }
}
