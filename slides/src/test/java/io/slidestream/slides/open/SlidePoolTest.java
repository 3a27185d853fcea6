package io.slidestream.slides.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.Level;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.store.LocalSlide;
import io.slidestream.slides.store.SlideSource;
import io.slidestream.testkit.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlidePoolTest {
    private final List<FakeReader> opened = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> unreadable = new HashSet<>();
    private final Set<String> gone = Collections.synchronizedSet(new HashSet<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SlidePool pool = new SlidePool(this::fetch, 2, this::open);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void borrowedAgain_isTheSameReader() throws Exception {
        SlideReader first;
        try (SlidePool.Lease lease = pool.borrow(slide("a"))) {
            first = lease.reader();
        }
        try (SlidePool.Lease lease = pool.borrow(slide("a"))) {
            assertThat(lease.reader()).isSameAs(first);
        }
        assertThat(opened).hasSize(1);
    }

    @Test
    void leastRecentlyBorrowed_isClosedFirst() throws Exception {
        for (String name : List.of("a", "b", "a", "c")) {
            pool.borrow(slide(name)).close();
        }

        assertThat(opened).extracting(r -> r.name).containsExactly("a", "b", "c");
        assertThat(opened).extracting(r -> r.closed).containsExactly(false, true, false);
        assertThat(pool.openSlides()).isEqualTo(2);
    }

    @Test
    void readersInUse_areNeverClosed() throws Exception {
        List<SlidePool.Lease> leases = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            leases.add(pool.borrow(slide(name)));
        }
        assertThat(opened).noneMatch(r -> r.closed);

        leases.get(1).close();
        leases.get(1).close();

        assertThat(opened).extracting(r -> r.closed).containsExactly(false, true, false);
    }

    @Test
    void changedSlide_isRefusedAndClosedWhenItsLastBorrowerIsDone() throws Exception {
        try (SlidePool.Lease lease = pool.borrow(slide("a"))) {
            gone.add("a");
            assertThatThrownBy(() -> pool.borrow(slide("a"))).hasMessage("a is gone");
            assertThat(opened.get(0).closed).isFalse();
            assertThat(lease.reader()).isSameAs(opened.get(0));
        }

        assertThat(opened.get(0).closed).isTrue();
        assertThat(pool.openSlides()).isZero();
    }

    @Test
    void slideReplacedWhileItOpened_isNotLent() {
        SlidePool racing = new SlidePool(this::fetch, 2, source -> {
            gone.add(((LocalSlide) source).path().toString());
            return open(source);
        });

        assertThatThrownBy(() -> racing.borrow(slide("a"))).hasMessage("a is gone");
        assertThat(opened).singleElement().matches(r -> r.closed);
        assertThat(racing.openSlides()).isZero();
    }

    @Test
    void failedOpening_isTriedAgain() throws Exception {
        unreadable.add("a");
        assertThatThrownBy(() -> pool.borrow(slide("a"))).hasMessage("a is damaged");
        unreadable.clear();

        try (SlidePool.Lease lease = pool.borrow(slide("a"))) {
            assertThat(lease.reader()).isSameAs(opened.get(0));
        }
    }

    @Test
    void openSlide_isLentWithoutALook_andNoOtherIsOpened() throws Exception {
        assertThat(pool.borrowOpen(slide("a"))).isEmpty();
        pool.borrow(slide("a")).close();
        gone.add("a");

        try (SlidePool.Lease lease = pool.borrowOpen(slide("a")).orElseThrow()) {
            assertThat(lease.reader()).isSameAs(opened.get(0));
        }
        assertThat(opened).hasSize(1);
    }

    @Test
    void close_waitsForLoans() throws Exception {
        SlidePool.Lease lease = pool.borrow(slide("a"));
        Future<?> closing = threads.submit(pool::close);
        Await.await(() -> refusesLoans());

        assertThat(closing.isDone()).isFalse();
        assertThat(opened.get(0).closed).isFalse();
        lease.close();
        closing.get();

        assertThat(opened).allMatch(r -> r.closed);
    }

    @Test
    void manyThreads_neverSeeAClosedReader() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> borrowers = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int offset = thread;
            borrowers.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < 500; i++) {
                    try (SlidePool.Lease lease = pool.borrow(slide("s" + (i * 7 + offset) % 5))) {
                        lease.reader().thumbnail(1);
                    }
                }
                return true;
            }));
        }
        start.countDown();
        for (Future<?> borrower : borrowers) {
            borrower.get();
        }

        assertThat(pool.openSlides()).isLessThanOrEqualTo(2);
        pool.close();
        assertThat(opened).allMatch(r -> r.closed);
    }

    private boolean refusesLoans() throws SlideException {
        try {
            pool.borrow(slide("b")).close();
            return false;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("closed");
            return true;
        }
    }

    private Path fetch(SlideVersion slide) throws SlideException {
        if (gone.contains(slide.name())) {
            throw new SlideException(RejectionReason.VANISHED, slide.name() + " is gone");
        }
        return Path.of(slide.name());
    }

    private SlideReader open(SlideSource source) throws SlideException {
        Path file = ((LocalSlide) source).path();
        if (unreadable.contains(file.toString())) {
            throw new SlideException(RejectionReason.UNREADABLE, file + " is damaged");
        }
        FakeReader reader = new FakeReader(file.toString());
        opened.add(reader);
        return reader;
    }

    private static SlideVersion slide(String name) {
        return new SlideVersion("file:///" + name, "1-1", name);
    }

    private static final class FakeReader implements SlideReader {
        private final String name;
        private volatile boolean closed;

        FakeReader(String name) {
            this.name = name;
        }

        @Override
        public SlideProperties properties() {
            return SlideProperties.of(List.of(new Level(0, 1, 1, 1)), Map.of(), List.of());
        }

        @Override
        public RgbImage read(Level0Region region, int level) {
            return thumbnail(1);
        }

        @Override
        public RgbImage thumbnail(int maxSidePx) {
            assertThat(closed).isFalse();
            assertThat(closed).isFalse();
            return new RgbImage(1, 1, new int[1]);
        }

        @Override
        public RgbImage associatedImage(String image) {
            return thumbnail(1);
        }

        @Override
        public String readerName() {
            return "fake";
        }

        @Override
        public void close() {
            assertThat(closed).isFalse();
            closed = true;
        }
    }
}
