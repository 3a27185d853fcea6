package io.slidestream.viewer.deepzoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.TimeLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A viewer of two slides; the share of one is not mounted. */
@TimeLimit(seconds = 180)
class DeepZoomTest {
    private static final SlideVersion AWAY = new SlideVersion("file:///share/S2.svs", "1-1", "S2");

    private final CountDownLatch waiting = new CountDownLatch(Openings.WAITING_FOR_ONE);
    private final CountDownLatch mounted = new CountDownLatch(1);
    private final ExecutorService requests = Executors.newCachedThreadPool();
    private final DeepZoom slides = new DeepZoom(new Share(), ReaderChoice.AUTO, fromCache -> {});

    @SuppressWarnings("NullAway.Init") // by paint()
    private SlideVersion good;

    @BeforeEach
    void paint(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("S1.svs");
        SyntheticSlide.builder().size(3000, 2250).write(file);
        good = FolderSlideStore.version(file);
    }

    @AfterEach
    void stop() {
        mounted.countDown();
        requests.shutdown();
    }

    @Test
    void slideOfAShareThatIsAway_keepsNoTileOfAnotherWaiting() throws Exception {
        List<CompletableFuture<String>> asked = new ArrayList<>();
        for (int column = 0; column < Openings.WAITING_FOR_ONE; column++) {
            int each = column;
            asked.add(CompletableFuture.supplyAsync(() -> outcome(each), requests));
        }
        waiting.await();

        assertThat(slides.tile(good, 12, 1, 1)).isPresent();
        assertThat(slides.descriptor(good)).contains("Width=\"3000\"");
        assertThatThrownBy(() -> slides.tile(AWAY, 12, 0, 0))
                .isInstanceOf(SlideBusyException.class)
                .hasMessageContaining("S2 is being opened")
                .hasMessageContaining("is its share mounted?");
        assertThatThrownBy(() -> slides.descriptor(AWAY)).isInstanceOf(SlideBusyException.class);

        mounted.countDown();
        for (CompletableFuture<String> one : asked) {
            assertThat(one.get()).isEqualTo("the share is away");
        }
        assertThat(outcome(0)).as("room for the next").isEqualTo("the share is away");
        slides.close();
    }

    /** They are far coarser than the slide's own coarsest level, so they are cut from a picture of the whole, of which there is one. */
    @Test
    void coarsestTiles_areCutFromTheOverview() throws Exception {
        assertThat(slides.tile(good, 0, 0, 0)).isPresent();
        assertThat(slides.tile(good, 1, 0, 0)).isPresent();
        assertThat(slides.tile(good, 12, 0, 0)).isPresent();
        assertThat(slides.tile(good, 13, 0, 0)).isEmpty();
        slides.close();
        assertThatThrownBy(() -> slides.tile(good, 2, 0, 0))
                .isInstanceOf(SlideException.class)
                .hasMessageContaining("the viewer is closing");
    }

    private String outcome(int column) {
        try {
            return "a tile: " + slides.tile(AWAY, 12, column, 0).isPresent();
        } catch (SlideException | SlideBusyException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private final class Share implements SlideFetcher {
        private final SlideFetcher local = new LocalSlideFetcher();

        @Override
        public Path fetch(SlideVersion slide) throws SlideException {
            if (!slide.equals(AWAY)) {
                return local.fetch(slide);
            }
            waiting.countDown();
            try {
                mounted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new SlideException(RejectionReason.FAILED, "the share is away");
        }
    }
}
