package io.slidestream.standalone.commands;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapCommand;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.SkippedRecords;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicReader;
import io.slidestream.standalone.pipeline.KafkaReach;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What topics tell of the slides that are meant: their versions, their maps, and which of these are under way. */
final class SlideTraces implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 100;

    private final Predicate<SlideVersion> meant;
    private final TopicReader reader;
    private final Map<String, SlideVersion> slides = new LinkedHashMap<>();
    private final Map<String, SlideStateChanged> states = new LinkedHashMap<>();
    private final Map<MapId, SlideEvent> events = new LinkedHashMap<>();
    private final Map<MapId, MapUpdated> words = new LinkedHashMap<>();

    /** Reads all that the topics still tell. */
    SlideTraces(Map<String, Object> kafka, Predicate<SlideVersion> meant) {
        this.meant = meant;
        KafkaReach.check(kafka, Topic.SLIDE_STATES.name(), Topic.SLIDES.name(), Topic.TUMOR_MAPS.name());
        DeadLetters junk = new SkippedRecords(new SimpleMeterRegistry());
        reader = new TopicReader(
                TopicReader.consumers(kafka, "slide-traces").get(),
                List.of(
                        FollowedTopic.of(Topic.SLIDE_STATES, junk, this::take, states::remove),
                        FollowedTopic.of(Topic.SLIDES, junk, this::take, key -> events.remove(new MapId(key))),
                        FollowedTopic.of(Topic.TUMOR_MAPS, junk, this::take, key -> words.remove(new MapId(key)))));
        reader.assign(StartPoint.BEGINNING);
        reader.readToEnds();
    }

    /** By location. */
    Map<String, SlideVersion> slides() {
        return slides;
    }

    Set<MapId> maps(String location) {
        Set<MapId> maps = new LinkedHashSet<>();
        events.values().stream()
                .filter(event -> event.slide().location().equals(location))
                .forEach(event -> maps.add(event.mapId()));
        words.values().stream()
                .filter(word -> word.slide().location().equals(location))
                .forEach(word -> maps.add(word.mapId()));
        SlideStateChanged state = states.get(Topic.locationKey(location));
        if (state != null && state.mapId() != null) {
            maps.add(state.mapId());
        }
        return maps;
    }

    /**
     * Calls off what is under way of a slide, and waits until the ledger has closed it.
     *
     * @return whether nothing is under way any more
     */
    boolean callOff(String location, EventPublisher publisher) throws InterruptedException {
        Set<MapId> asked = new LinkedHashSet<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Set<MapId> open = underWay(location);
            if (open.isEmpty()) {
                return true;
            }
            for (MapId map : open) {
                if (asked.add(map)) {
                    publisher
                            .publish(Topic.COMMANDS, cancelling(map, location))
                            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join();
                }
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            reader.readToEnds();
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    private Set<MapId> underWay(String location) {
        Set<MapId> open = new LinkedHashSet<>();
        for (MapId map : maps(location)) {
            SlideEvent event = events.get(map);
            SlideStateChanged state = states.get(Topic.locationKey(location));
            boolean queued = state != null
                    && state.state() == SlideStateChanged.State.SUBMITTED
                    && map.equals(state.mapId())
                    && (event == null || event.attempt() < state.attempt());
            if (queued || (event != null && !isClosed(event, words.get(map)))) {
                open.add(map);
            }
        }
        return open;
    }

    /** A rejected slide of which the ledger says nothing was rejected before anything was sent. */
    private static boolean isClosed(SlideEvent event, @org.jspecify.annotations.Nullable MapUpdated word) {
        if (word == null) {
            return event instanceof SlideRejected;
        }
        return word.attempt() >= event.attempt() && word.state() != MapUpdated.State.OPEN;
    }

    private MapCommand cancelling(MapId map, String location) {
        SlideEvent event = events.get(map);
        SlideStateChanged state = states.get(Topic.locationKey(location));
        int attempt = Math.max(
                event == null ? 1 : event.attempt(), state != null && map.equals(state.mapId()) ? state.attempt() : 1);
        SlideVersion slide = event != null ? event.slide() : slides.get(location);
        if (slide == null) {
            throw new AssertionError("a map under way has a slide");
        }
        return new MapCommand(map, attempt, slide, MapCommand.Kind.CANCEL, null);
    }

    private void take(SlideStateEvent event) {
        if (event instanceof SlideStateChanged state && meant.test(state.slide())) {
            states.put(Topic.locationKey(state.location()), state);
            slides.put(state.location(), state.slide());
        }
    }

    private void take(SlideEvent event) {
        if (meant.test(event.slide())) {
            SlideEvent known = events.get(event.mapId());
            if (known == null || known.attempt() <= event.attempt()) {
                events.put(event.mapId(), event);
            }
            slides.putIfAbsent(event.slide().location(), event.slide());
        }
    }

    private void take(MapUpdated word) {
        if (meant.test(word.slide())) {
            words.merge(word.mapId(), word, (old, fresh) -> fresh.attempt() >= old.attempt() ? fresh : old);
            slides.putIfAbsent(word.slide().location(), word.slide());
        }
    }
}
