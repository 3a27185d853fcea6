package io.slidestream.tiler.states;

import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.TopicFollower;
import io.slidestream.tiler.log.SlideCensus;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.tiling.TilingTask;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress of each slide, kept on topic {@code slide-states}: read on from where the file knows it, written at each change. Final
 * states, mapped or rejected by the aggregator, are read from topic {@code tumor-maps}. Safe for concurrent use.
 *
 * <p>States tell people what happens; they decide nothing. What is tiled is decided by {@link KnownMaps}, so a state
 * that is late or lost costs no slide and repeats none. Of slides that another tiler holds, the topic is believed; of
 * this one's own, what it said last, until the topic has that too.
 */
public final class SlideStates implements Component {
    private static final long CENSUS_MILLIS = 200;
    /** The most of a processor that counting may take, where slides are many: one in so many parts. */
    private static final long CENSUS_PARTS = 20;

    private static final Logger log = LoggerFactory.getLogger(SlideStates.class);

    private final TopicFollower follower;
    private final StateSaver saver;
    private final SlideOwnership share;
    private final TilerMetrics metrics;
    private final Clock clock;
    private final StateFile file;
    private final MapEnds ends;
    /** Guarded by this. */
    private final StateTable slides;

    private final Map<String, BucketListed> buckets = new HashMap<>();
    private @Nullable SlideCensus census;
    private long censusLastsMillis;
    private volatile boolean readToTheEnd;

    /** Knows what it reads for as long as it lasts. */
    public SlideStates(
            Supplier<Consumer<byte[], byte[]>> consumers,
            EventPublisher publisher,
            DeadLetters deadLetters,
            SlideOwnership share,
            TilerMetrics metrics,
            Clock clock) {
        this(
                consumers,
                new Keeping(StateFile.temporary(), KeptTopics.UNIDENTIFIED),
                publisher,
                deadLetters,
                share,
                metrics,
                clock);
    }

    /**
     * Place of what is known.
     *
     * @param file closed by others, after this
     * @param ids of topics by their names
     */
    record Keeping(StateFile file, Function<Set<String>, Map<String, String>> ids) {}

    SlideStates(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Keeping keeping,
            EventPublisher publisher,
            DeadLetters deadLetters,
            SlideOwnership share,
            TilerMetrics metrics,
            Clock clock) {
        this.file = keeping.file();
        this.ends = new MapEnds(file);
        this.slides = new StateTable(file);
        KeptTopics kept = new KeptTopics(
                file,
                keeping.ids(),
                Map.of(Topic.SLIDE_STATES.name(), StateTable.TABLES, Topic.TUMOR_MAPS.name(), List.of(MapEnds.TABLE)));
        this.follower = new TopicFollower(
                "slide-states",
                consumers,
                kept,
                TopicFollower.OnFailure.HALT,
                List.of(
                        kept.kept(FollowedTopic.of(Topic.SLIDE_STATES, deadLetters, this::take, this::forget)),
                        kept.kept(FollowedTopic.of(Topic.TUMOR_MAPS, metrics.skipped(), this::take, ends::forget))));
        this.saver = new StateSaver(publisher, StateSaver.PAUSE);
        this.share = share;
        this.metrics = metrics;
        this.clock = clock;
        metrics.queue(this::census);
    }

    /** States for a tiler that is alone at its bucket. */
    public static SlideStates in(
            Map<String, Object> kafka,
            StateFile file,
            EventPublisher publisher,
            DeadLetters deadLetters,
            TilerMetrics metrics,
            Clock clock) {
        return in(kafka, file, publisher, deadLetters, SlideOwnership.ALL, metrics, clock);
    }

    /** @param file closed by others, after this */
    public static SlideStates in(
            Map<String, Object> kafka,
            StateFile file,
            EventPublisher publisher,
            DeadLetters deadLetters,
            SlideOwnership share,
            TilerMetrics metrics,
            Clock clock) {
        return new SlideStates(
                metrics.clients().of(TopicFollower.consumers(kafka, "slide-states")),
                new Keeping(file, KeptTopics.idsIn(kafka)),
                publisher,
                deadLetters,
                share,
                metrics,
                clock);
    }

    @Override
    public String name() {
        return "slide-states";
    }

    /** Reads the topics to their ends. */
    @Override
    public void start() {
        synchronized (this) {
            slides.eachBucket(bucket -> buckets.put(bucket.location(), bucket));
        }
        follower.start();
        follower.awaitCaughtUp();
        readToTheEnd = true;
        bringUpToDate();
    }

    @Override
    public Health check() {
        StateFileException fault = file.fault();
        if (fault != null) {
            return Health.failed(fault);
        }
        Health health = follower.check();
        return health.state() == Health.State.READY && saver.isBehind()
                ? Health.troubled("the states of slides cannot be written; they are kept until they can")
                : health;
    }

    @Override
    public void close() {
        follower.close();
        saver.close();
    }

    public boolean hasReached(Map<TopicPartition, Long> offsets) {
        return follower.hasReached(offsets);
    }

    public synchronized Optional<SlideStateChanged> latest(String location) {
        return slides.latest(Topic.locationKey(location));
    }

    /** This tiler's slides that wait for their scores; those tiled first come first. */
    public synchronized List<SlideStateChanged> tiled() {
        return slides.open(share::holds).stream()
                .filter(slide -> slide.state() == SlideStateChanged.State.TILED)
                .filter(slide -> end(slide).isEmpty())
                .sorted(Comparator.comparingLong(SlideStateChanged::sinceMillis))
                .toList();
    }

    /** This tiler's slides that have come and may not be complete yet. */
    public synchronized List<SlideStateChanged> unsettled() {
        return slides.open(share::holds).stream()
                .filter(slide -> slide.state() == SlideStateChanged.State.SEEN
                        || slide.state() == SlideStateChanged.State.SETTLING)
                .toList();
    }

    /** Records that a slide has come and may be complete. */
    public void seen(SlideVersion slide, long seenAtMillis) {
        say(waiting(slide, SlideStateChanged.State.SEEN, seenAtMillis, null));
    }

    /** Records that a slide is not complete yet, and why. */
    public void settling(SlideVersion slide, long seenAtMillis, String message) {
        say(waiting(slide, SlideStateChanged.State.SETTLING, seenAtMillis, message));
    }

    public void submitted(TilingTask task) {
        say(decided(
                task.slide(), SlideStateChanged.State.SUBMITTED, task.mapId(), task.attempt(), task.mpp(), null, null));
    }

    /** Call when the event is in the log. */
    public void decided(SlideEvent event, @Nullable Double mpp) {
        if (event instanceof SlideRejected rejected) {
            say(decided(
                    event.slide(),
                    SlideStateChanged.State.REJECTED,
                    event.mapId(),
                    event.attempt(),
                    mpp,
                    rejected.reason(),
                    rejected.message()));
        } else {
            say(decided(event.slide(), SlideStateChanged.State.TILED, event.mapId(), event.attempt(), mpp, null, null));
        }
    }

    /**
     * Publishes the slide's state from its map's latest event where the state was lost, as after a tiler was killed.
     */
    public void confirm(SlideVersion slide, MapId map, KnownMaps.Known known) {
        SlideStateChanged latest = latest(slide.location()).orElse(null);
        boolean told = latest != null
                && latest.slide().equals(slide)
                && latest.state().isDecided()
                && (latest.attempt() >= known.attempt() || !map.equals(latest.mapId()));
        if (!told) {
            SlideStateChanged.State state =
                    known.reason() == null ? SlideStateChanged.State.TILED : SlideStateChanged.State.REJECTED;
            say(decided(slide, state, map, known.attempt(), null, known.reason(), known.message()));
        }
    }

    /** Forgets a slide that left the bucket before anything was decided. */
    public void gone(String location) {
        synchronized (this) {
            slides.sayGone(Topic.locationKey(location));
            census = null;
        }
        saver.forget(location);
    }

    /** Publishes the result of listing the bucket, if it has changed. */
    public void listed(String bucket, long slideCount, long otherFiles, @Nullable String trouble) {
        synchronized (this) {
            BucketListed before = buckets.get(bucket);
            BucketListed now = trouble != null && before != null
                    ? new BucketListed(bucket, before.slides(), before.otherFiles(), clock.millis(), trouble)
                    : new BucketListed(bucket, slideCount, otherFiles, clock.millis(), trouble);
            if (before == null
                    || before.slides() != now.slides()
                    || before.otherFiles() != now.otherFiles()
                    || !Objects.equals(before.trouble(), now.trouble())) {
                buckets.put(bucket, now);
                saver.save(now);
            }
        }
    }

    /** Applies outcomes of maps that came before this tiler owned their slides. */
    public synchronized void bringUpToDate() {
        slides.open(share::holds).forEach(this::takeEnd);
    }

    private SlideStateChanged waiting(
            SlideVersion slide, SlideStateChanged.State state, long seenAtMillis, @Nullable String message) {
        return new SlideStateChanged(slide, state, clock.millis(), seenAtMillis, null, 0, null, null, message);
    }

    private SlideStateChanged decided(
            SlideVersion slide,
            SlideStateChanged.State state,
            MapId map,
            int attempt,
            @Nullable Double mpp,
            @Nullable RejectionReason reason,
            @Nullable String message) {
        long now = clock.millis();
        long seen =
                latest(slide.location()).map(SlideStateChanged::seenAtMillis).orElse(now);
        return new SlideStateChanged(slide, state, now, seen, map, attempt, mpp, reason, message);
    }

    private synchronized void say(SlideStateChanged word) {
        if (!share.holds(word.location())) {
            saver.drop(word.location());
            slides.unsay(Topic.locationKey(word.location()));
            return;
        }
        SlideStateChanged before = latest(word.location()).orElse(null);
        if (before != null && saysTheSame(before, word)) {
            return;
        }
        slides.say(word);
        census = null;
        metrics.changed(word);
        if (word.state() == SlideStateChanged.State.SUBMITTED && before != null && before.mapId() == null) {
            metrics.settled(Duration.ofMillis(Math.max(0, word.sinceMillis() - word.seenAtMillis())));
        }
        saver.save(word);
        takeFreshEnd(word);
    }

    /** Call with this locked. */
    private void takeEnd(SlideStateChanged word) {
        lastOf(word).ifPresent(this::say);
    }

    /** Takes an end that has just come, so that the time until it means something. Call with this locked. */
    private void takeFreshEnd(SlideStateChanged word) {
        lastOf(word).ifPresent(last -> {
            if (last.state() == SlideStateChanged.State.MAPPED && last.attempt() == 1) {
                metrics.mapped(Duration.ofMillis(Math.max(0, last.sinceMillis() - last.seenAtMillis())));
            }
            say(last);
        });
    }

    /** What ends a slide that is submitted or tiled, if its map has ended. */
    private Optional<SlideStateChanged> lastOf(SlideStateChanged word) {
        MapId map = word.mapId();
        boolean open =
                word.state() == SlideStateChanged.State.SUBMITTED || word.state() == SlideStateChanged.State.TILED;
        if (map == null || !open) {
            return Optional.empty();
        }
        return end(word)
                .map(end -> decided(
                        word.slide(),
                        end.reason() == null ? SlideStateChanged.State.MAPPED : SlideStateChanged.State.REJECTED,
                        map,
                        end.attempt(),
                        word.mpp(),
                        end.reason(),
                        end.message()));
    }

    private Optional<MapEnds.MapEnd> end(SlideStateChanged word) {
        return Optional.ofNullable(word.mapId()).flatMap(map -> ends.of(map, word.attempt()));
    }

    /** Whether one of the two need not be published: a settling slide is not published at each change. */
    private static boolean saysTheSame(SlideStateChanged a, SlideStateChanged b) {
        return (a.slide().equals(b.slide()) || a.state() == SlideStateChanged.State.SETTLING)
                && a.state() == b.state()
                && Objects.equals(a.mapId(), b.mapId())
                && a.attempt() == b.attempt()
                && a.reason() == b.reason()
                && Objects.equals(a.message(), b.message());
    }

    private void take(MapUpdated word) {
        if (ends.add(word) && readToTheEnd) {
            synchronized (this) {
                latest(word.slide().location())
                        .filter(slide -> share.holds(slide.location()))
                        .ifPresent(this::takeFreshEnd);
            }
        }
    }

    private synchronized void take(SlideStateEvent word) {
        if (word instanceof BucketListed bucket) {
            buckets.put(bucket.location(), bucket);
            slides.read(bucket);
        } else if (word instanceof SlideStateChanged slide) {
            slides.read(slide);
            census = null;
            if (!readToTheEnd) {
                return;
            }
            if (!share.holds(slide.location())) {
                slides.unsay(Topic.locationKey(slide.location()));
            } else if (latest(slide.location()).filter(slide::equals).isPresent()) {
                takeEnd(slide); // a late word of another tiler may be behind what the ledger says
            }
        }
    }

    private synchronized void forget(String key) {
        slides.readGone(key);
        census = null;
    }

    /** The census, counted once for all gauges of a scrape. */
    private synchronized SlideCensus census() {
        long now = clock.millis();
        SlideCensus latest = census;
        if (latest == null || Math.abs(now - latest.atMillis()) >= censusLastsMillis) {
            latest = counted(now);
            census = latest;
            censusLastsMillis = Math.max(CENSUS_MILLIS, CENSUS_PARTS * (clock.millis() - now));
        }
        return latest;
    }

    private SlideCensus counted(long now) {
        SlideCensus.Counter counter = new SlideCensus.Counter();
        try {
            slides.each((location, state, sinceMillis, seenAtMillis) -> {
                if (share.holds(location)) {
                    counter.add(state, sinceMillis, seenAtMillis);
                }
            });
        } catch (StateFileException e) {
            log.debug("slides are counted no more", e); // the service is about to end for it
        }
        return counter.at(now);
    }
}
