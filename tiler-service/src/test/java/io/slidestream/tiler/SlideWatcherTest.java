package io.slidestream.tiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.SlideStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlideWatcherTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<SlideVersion> bucket = new ArrayList<>();
    private final Map<String, RejectionReason> unopenable = new HashMap<>();
    private final List<SlideVersion> submitted = new ArrayList<>();
    private final Set<SlideVersion> tiledBefore = new HashSet<>();
    private final List<SlideVersion> opened = new ArrayList<>();
    private final MovingClock clock = new MovingClock();
    private final SlideWatcher watcher = new SlideWatcher(
            () -> new SlideStore.Contents(bucket, 3),
            this::open,
            new RecordingIntake(),
            SlideWatcher.Patience.DEFAULT,
            new TilerMetrics(registry),
            clock);

    @Test
    void slide_isSubmittedOnce_whenItHasSettled() throws IOException {
        bucket.add(version("S1", 1));
        pollAfter(0);
        pollAfter(9);
        assertThat(submitted).isEmpty();
        assertThat(gauge("settling")).isEqualTo(1);

        pollAfter(1);
        pollAfter(100);

        assertThat(submitted).containsExactly(version("S1", 1));
        assertThat(gauge("submitted")).isEqualTo(1);
        assertThat(registry.get("slidestream.tiler.ignored").gauge().value()).isEqualTo(3);
    }

    @Test
    void growingSlide_startsItsTimeAnew() throws IOException {
        for (int size = 1; size <= 5; size++) {
            bucket.clear();
            bucket.add(version("S1", size));
            pollAfter(8);
        }
        assertThat(submitted).isEmpty();
        assertThat(opened).isEmpty();

        pollAfter(10);

        assertThat(submitted).containsExactly(version("S1", 5));
    }

    @Test
    void incompleteSlide_isWaitedFor_andSubmittedWhenItOpens() throws IOException {
        bucket.add(version("S1", 1));
        unopenable.put("S1", RejectionReason.INCOMPLETE);
        pollAfter(0);
        pollAfter(10);
        pollAfter(1800);
        assertThat(submitted).isEmpty();
        assertThat(gauge("incomplete")).isEqualTo(1);

        unopenable.clear();
        pollAfter(2);

        assertThat(submitted).containsExactly(version("S1", 1));
    }

    @Test
    void incompleteSlide_isGivenToTheTilerToReject_afterTheLimit() throws IOException {
        bucket.add(version("S1", 1));
        unopenable.put("S1", RejectionReason.INCOMPLETE);
        pollAfter(0);
        pollAfter(3599);
        assertThat(submitted).isEmpty();

        pollAfter(1);
        pollAfter(10);

        assertThat(submitted).containsExactly(version("S1", 1));
    }

    @Test
    void fileThatIsNoSlide_isSubmittedOncePerVersion() throws IOException {
        bucket.add(version("S1", 1));
        unopenable.put("S1", RejectionReason.NOT_A_SLIDE);
        pollAfter(0);
        pollAfter(10);
        pollAfter(10);
        assertThat(submitted).hasSize(1);

        bucket.set(0, version("S1", 2));
        pollAfter(1);
        pollAfter(10);

        assertThat(submitted).containsExactly(version("S1", 1), version("S1", 2));
    }

    @Test
    void knownSlide_isNeitherOpenedNorSubmitted() throws IOException {
        bucket.add(version("S1", 1));
        tiledBefore.add(version("S1", 1));
        pollAfter(0);
        pollAfter(20);

        assertThat(submitted).isEmpty();
        assertThat(opened).isEmpty();
        assertThat(gauge("submitted")).isEqualTo(1);
    }

    @Test
    void slideThatVanishesWhileItIsTried_isForgotten() throws IOException {
        bucket.add(version("S1", 1));
        unopenable.put("S1", RejectionReason.VANISHED);
        pollAfter(0);
        pollAfter(10);
        bucket.clear();
        pollAfter(1);

        assertThat(submitted).isEmpty();
        assertThat(gauge("incomplete")).isZero();
    }

    @Test
    void strangeSlide_doesNotStopTheOthers() throws IOException {
        bucket.add(version("BUG", 1));
        bucket.add(version("S2", 1));
        pollAfter(0);
        pollAfter(10);

        assertThat(submitted).containsExactly(version("BUG", 1), version("S2", 1));
    }

    private void pollAfter(int seconds) throws IOException {
        clock.now = clock.now.plusSeconds(seconds);
        watcher.poll();
    }

    private double gauge(String state) {
        return registry.get("slidestream.tiler.watched")
                .tag("state", state)
                .gauge()
                .value();
    }

    private static SlideVersion version(String name, int size) {
        return new SlideVersion("file:///bucket/" + name + ".svs", size + "-7", name);
    }

    private SlideReader open(SlideVersion slide) throws SlideException {
        opened.add(slide);
        RejectionReason reason = unopenable.get(slide.name());
        if (reason != null) {
            throw new SlideException(reason, "does not open");
        }
        if (slide.name().equals("BUG")) {
            throw new IllegalStateException("a bug");
        }
        return Samples.halfStained();
    }

    private final class RecordingIntake implements Intake {
        @Override
        public boolean knows(SlideVersion slide) {
            return tiledBefore.contains(slide);
        }

        @Override
        public Submission submit(SlideVersion slide) {
            submitted.add(slide);
            return new Submission(Samples.recipe(null).mapId(slide), 1, false);
        }
    }

    private static final class MovingClock extends Clock {
        Instant now = Instant.EPOCH.plus(Duration.ofDays(20_000));

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
