package io.slidestream.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.testkit.Await;
import java.nio.FloatBuffer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EngineLoadingTest {
    private final ClosableEngine engine = new ClosableEngine();

    @Test
    void await_givesTheEngineThatWasLoaded() {
        assertThat(EngineLoading.begin(() -> engine).await()).isSameAs(engine);
    }

    @Test
    void await_throwsWhatLoadingThrew() {
        IllegalStateException cause = new IllegalStateException("no oneDNN");
        EngineLoading loading = EngineLoading.begin(() -> {
            throw cause;
        });

        assertThatThrownBy(loading::await).isSameAs(cause);
    }

    @Test
    void anAbandonedEngine_isClosedAsSoonAsItIsThere() throws InterruptedException {
        CountDownLatch loaded = new CountDownLatch(1);
        EngineLoading loading = EngineLoading.begin(() -> {
            awaitUninterrupted(loaded);
            return engine;
        });
        loading.abandon();
        assertThat(engine.closed.getCount()).isEqualTo(1);

        loaded.countDown();

        Await.open(engine.closed);
    }

    @Test
    void anEngineThatWasTaken_isLeftToItsOwner() {
        EngineLoading loading = EngineLoading.begin(() -> engine);
        loading.await();

        loading.abandon();

        assertThat(engine.closed.getCount()).isEqualTo(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class ClosableEngine implements InferenceEngine {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public PatchLayout layout() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int batchSize() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean resize(int batchSize) {
            return false;
        }

        @Override
        public int classCount() {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] logits(FloatBuffer patches, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String description() {
            return "no engine";
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
