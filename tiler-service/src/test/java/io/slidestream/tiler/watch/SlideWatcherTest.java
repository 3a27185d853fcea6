package io.slidestream.tiler.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Health;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.store.SlideStore;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.MovingClock;
import io.slidestream.tiler.RecordingPublisher;
import io.slidestream.tiler.Samples;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.queue.Submission;
import io.slidestream.tiler.queue.TilingRequests;
import io.slidestream.tiler.states.SlideStates;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlideWatcherTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<SlideVersion> bucket = new ArrayList<>();
    private final Map<String, RejectionReason> unopenable = new HashMap<>();
    private final List<SlideVersion> submitted = new ArrayList<>();
    private final Set<SlideVersion> tiledBefore = new HashSet<>();
    private final List<SlideVersion> opened = new ArrayList<>();
    private final List<SlideVersion> rejected = new ArrayList<>();
    private final Set<String> mine = new HashSet<>(Set.of("S1", "S2", "BUG"));
    private final MovingClock clock = new MovingClock();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final TilerMetrics metrics = new TilerMetrics(registry);
    private final SlideOwnership share = location -> mine.stream().anyMatch(location::contains);
    private final SlideStates states = new SlideStates(
            () -> null,
            publisher,
            (letter, reason, why) -> CompletableFuture.completedFuture(null),
            share,
            metrics,
            clock);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private boolean listable = true;
    private int failuresToList;
    private int failuresToOpen;
    private SlideWatcher watcher = watcher(SlideWatcher.Patience.DEFAULT, clock.ticks(), clock);

    @AfterEach
    void close() {
        watcher.close();
        states.close();
    }

    @Test
    void slide_isSubmittedOnce_whenItHasSettled() throws IOException {
        bucket.add(version("S1", 1));
        pollAfter(0);
        pollAfter(9);
        assertThat(submitted).isEmpty();
        assertThat(gauge("seen")).isEqualTo(1);

        pollAfter(1);
        pollAfter(100);

        assertThat(submitted).containsExactly(version("S1", 1));
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
        assertThat(gauge("settling")).isEqualTo(1);
        assertThat(state("S1").message()).isEqualTo("does not open");

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
    }

    @Test
    void slideThatVanishesWhileItIsTried_isForgotten() throws IOException {
        bucket.add(version("S1", 1));
        unopenable.put("S1", RejectionReason.VANISHED);
        pollAfter(0);
        pollAfter(10);
        assertThat(gauge("settling")).isEqualTo(1);
        bucket.clear();
        pollAfter(1);

        assertThat(submitted).isEmpty();
        assertThat(gauge("settling")).isZero();
        assertThat(states.latest(version("S1", 1).location())).isEmpty();
    }

    @Test
    void strangeSlide_doesNotStopTheOthers() throws IOException {
        bucket.add(version("BUG", 1));
        bucket.add(version("S2", 1));
        pollAfter(0);
        pollAfter(10);

        assertThat(submitted).containsExactly(version("BUG", 1), version("S2", 1));
    }

    @Test
    void slideThatGoesOnChanging_isRejectedAfterTheLimit_andTriedAgainWhenItChanges() throws IOException {
        int size = 1;
        bucket.add(version("S1", size));
        pollAfter(0);
        for (int seconds = 0; seconds < 3600; seconds += 5) {
            assertThat(rejected).isEmpty();
            bucket.set(0, version("S1", ++size));
            pollAfter(5);
        }
        assertThat(rejected).containsExactly(version("S1", size));
        assertThat(opened).isEmpty();

        pollAfter(3600);
        assertThat(rejected).hasSize(1);
        assertThat(submitted).isEmpty();

        bucket.set(0, version("S1", ++size));
        pollAfter(5);
        pollAfter(10);
        assertThat(submitted).containsExactly(version("S1", size));
    }

    @Test
    void slideThatChanges_isSaidToBeSettling_once() throws IOException {
        for (int size = 1; size <= 50; size++) {
            bucket.clear();
            bucket.add(version("S1", size));
            pollAfter(5);
        }
        assertThat(state("S1").state()).isEqualTo(SlideStateChanged.State.SETTLING);
        assertThat(registry.get("slidestream.slide.state.changes")
                        .tag("state", "settling")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void jumpOfTheClock_neitherHurriesNorDelays() throws IOException {
        bucket.add(version("S1", 1));
        unopenable.put("S1", RejectionReason.INCOMPLETE);
        pollAfter(0);
        clock.jump(Duration.ofDays(400));
        pollAfter(11);
        pollAfter(2);
        assertThat(submitted).as("given up long before its time").isEmpty();
        assertThat(rejected).isEmpty();

        clock.jump(Duration.ofDays(-800));
        unopenable.clear();
        pollAfter(2);
        assertThat(submitted).containsExactly(version("S1", 1));
    }

    @Test
    void restartedWatcher_countsFromWhenTheSlideBeganToArrive() throws IOException {
        bucket.add(version("S1", 1));
        pollAfter(0);
        bucket.set(0, version("S1", 2));
        pollAfter(1800);
        watcher = watcher(SlideWatcher.Patience.DEFAULT, clock.ticks(), clock);
        bucket.set(0, version("S1", 3));
        pollAfter(1790);
        assertThat(rejected).as("what was missed meanwhile is no change").isEmpty();
        bucket.set(0, version("S1", 4));
        pollAfter(5);
        assertThat(rejected).isEmpty();
        bucket.set(0, version("S1", 5));
        pollAfter(5);
        assertThat(rejected).containsExactly(version("S1", 5));
    }

    @Test
    void slidesOfAnotherTiler_areLeftAlone_untilTheyAreThisOnes() throws IOException {
        mine.remove("S2");
        bucket.addAll(List.of(version("S1", 1), version("S2", 1)));
        pollAfter(0);
        pollAfter(10);
        assertThat(submitted).containsExactly(version("S1", 1));
        assertThat(states.latest(version("S2", 1).location())).isEmpty();

        mine.add("S2");
        pollAfter(1);
        pollAfter(10);
        assertThat(submitted).containsExactly(version("S1", 1), version("S2", 1));
    }

    @Test
    void bucketIsTold_whenItChanges_andWhenItCannotBeListed() throws IOException {
        bucket.add(version("S1", 1));
        pollAfter(0);
        pollAfter(1);
        listable = false;
        watcher.pollAndReport();
        watcher.pollAndReport();
        assertThat(watcher.check().detail())
                .contains("the bucket cannot be listed")
                .contains("no such disk");
        listable = true;
        watcher.pollAndReport();
        assertThat(watcher.check()).isEqualTo(Health.ready());
        states.close();

        assertThat(publisher.words().stream()
                        .filter(BucketListed.class::isInstance)
                        .map(BucketListed.class::cast))
                .last()
                .satisfies(listed -> {
                    assertThat(listed.slides()).isEqualTo(1);
                    assertThat(listed.otherFiles()).isEqualTo(3);
                    assertThat(listed.trouble()).isNull();
                });
    }

    @Test
    @TimeLimit(seconds = 20)
    void slideOfANotification_isSubmittedOnceSettled_howeverLongTheInterval() throws Exception {
        bucket.add(version("S1", 1));
        lookRarelyAndNow();
        arrived.await();
        assertThat(submitted).containsExactly(version("S1", 1));
    }

    @Test
    @TimeLimit(seconds = 20)
    void slideOfANotification_thatCannotBeHadAtFirst_doesNotWaitForTheInterval() throws Exception {
        bucket.add(version("S1", 1));
        failuresToList = 1;
        failuresToOpen = 2;
        lookRarelyAndNow();
        arrived.await();
        assertThat(opened).hasSize(3);
    }

    private void lookRarelyAndNow() {
        SlideWatcher.Patience rare =
                new SlideWatcher.Patience(Duration.ofDays(1), Duration.ofMillis(20), Duration.ofDays(1));
        watcher = watcher(rare, Ticks.SYSTEM, Clock.systemUTC());
        watcher.lookNow();
    }

    private SlideWatcher watcher(SlideWatcher.Patience patience, Ticks ticks, Clock wall) {
        return new SlideWatcher(
                new WatchedBucket("file:///bucket/", this::contents),
                this::open,
                new RecordedRequests(),
                states,
                share,
                patience,
                metrics,
                ticks,
                wall);
    }

    private SlideStore.Contents contents() throws IOException {
        if (!listable || failuresToList-- > 0) {
            throw new IOException("no such disk");
        }
        return new SlideStore.Contents(bucket, 3);
    }

    private void pollAfter(int seconds) throws IOException {
        clock.pass(Duration.ofSeconds(seconds));
        watcher.poll();
    }

    private SlideStateChanged state(String name) {
        return states.latest(version(name, 1).location()).orElseThrow();
    }

    private double gauge(String state) {
        return registry.get("slidestream.slide.states")
                .tag("state", state)
                .gauge()
                .value();
    }

    private static SlideVersion version(String name, int size) {
        return new SlideVersion("file:///bucket/" + name + ".svs", size + "-7", name);
    }

    private SlideReader open(SlideVersion slide) throws SlideException {
        opened.add(slide);
        if (failuresToOpen-- > 0) {
            throw new SlideException(RejectionReason.FAILED, "cannot be had");
        }
        RejectionReason reason = unopenable.get(slide.name());
        if (reason != null) {
            throw new SlideException(reason, "does not open");
        }
        if (slide.name().equals("BUG")) {
            throw new IllegalStateException("a bug");
        }
        return Samples.halfStained();
    }

    private final class RecordedRequests implements TilingRequests {
        @Override
        public boolean knows(SlideVersion slide) {
            return tiledBefore.contains(slide);
        }

        @Override
        public Submission submit(SlideVersion slide) {
            submitted.add(slide);
            arrived.countDown();
            return new Submission(Samples.recipe(null).mapId(slide), 1, false);
        }

        @Override
        public void reject(SlideVersion slide, RejectionReason reason, String message) {
            assertThat(reason).isEqualTo(RejectionReason.INCOMPLETE);
            assertThat(message).contains("it went on changing for 1 h 0 min");
            rejected.add(slide);
        }
    }
}
