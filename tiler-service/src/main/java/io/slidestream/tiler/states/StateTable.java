package io.slidestream.tiler.states;

import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * The file has what was read from the topic, and nothing else; what this tiler says itself is ahead of that until it is read back.
 * A word that was never acknowledged is thus forgotten with the process, as the topic does not have it either.
 */
/** The latest state of each slide. Guarded by its owner. */
final class StateTable {
    static final List<String> TABLES = List.of("slide_state", "bucket");

    private final StateFile file;
    /** What this tiler said, by key, until it is read from the topic; empty where the slide is gone. */
    private final Map<String, Optional<SlideStateChanged>> ahead = new HashMap<>();

    /** A state without what only people want to know of it. */
    interface Sink {
        void take(String location, SlideStateChanged.State state, long sinceMillis, long seenAtMillis);
    }

    StateTable(StateFile file) {
        this.file = file;
    }

    Optional<SlideStateChanged> latest(String key) {
        Optional<SlideStateChanged> said = ahead.get(key);
        return said == null
                ? file.one("SELECT word FROM slide_state WHERE slide = ?", row -> slide(row.getBytes(1)), key)
                : said;
    }

    /** Takes the tiler's own word. */
    void say(SlideStateChanged word) {
        ahead.put(key(word), Optional.of(word));
    }

    /** Takes the tiler's own word that a slide is gone. */
    void sayGone(String key) {
        ahead.put(key, Optional.empty());
    }

    /** Drops the tiler's own word, which will not reach the topic. */
    void unsay(String key) {
        ahead.remove(key);
    }

    /** Takes what the topic says. */
    void read(SlideStateChanged word) {
        String key = key(word);
        file.update(
                "INSERT INTO slide_state (slide, location, state, since, seen, word) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT"
                        + " (slide) DO UPDATE SET state = excluded.state, since = excluded.since, seen = excluded.seen,"
                        + " word = excluded.word",
                key,
                word.location(),
                word.state().label(),
                word.sinceMillis(),
                word.seenAtMillis(),
                Topic.SLIDE_STATES.codec().encode(word));
        if (ahead.getOrDefault(key, Optional.empty()).filter(word::equals).isPresent()) {
            ahead.remove(key);
        }
    }

    /** Takes a tombstone. */
    void readGone(String key) {
        file.update("DELETE FROM slide_state WHERE slide = ?", key);
        file.scrub();
        Optional<SlideStateChanged> said = ahead.get(key);
        if (said != null && said.isEmpty()) {
            ahead.remove(key);
        }
    }

    /** Slides that wait: to be complete, for the tiler, or for their scores. */
    List<SlideStateChanged> open(Predicate<String> location) {
        List<SlideStateChanged> open = new ArrayList<>();
        file.each(
                "SELECT slide, word FROM slide_state WHERE state IN ('seen', 'settling', 'submitted', 'tiled')",
                row -> {
                    if (!ahead.containsKey(row.getString(1))) {
                        open.add(slide(row.getBytes(2)));
                    }
                });
        ahead.values().forEach(said -> said.filter(StateTable::isOpen).ifPresent(open::add));
        open.removeIf(slide -> !location.test(slide.location()));
        return open;
    }

    /** Passes on the states of all slides. */
    void each(Sink sink) {
        file.each("SELECT slide, location, state, since, seen FROM slide_state", row -> {
            if (!ahead.containsKey(row.getString(1))) {
                SlideStateChanged.State state = STATES.get(row.getString(3));
                if (state != null) {
                    sink.take(row.getString(2), state, row.getLong(4), row.getLong(5));
                }
            }
        });
        ahead.values()
                .forEach(said -> said.ifPresent(
                        word -> sink.take(word.location(), word.state(), word.sinceMillis(), word.seenAtMillis())));
    }

    void read(BucketListed bucket) {
        file.update(
                "INSERT INTO bucket (place, word) VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET word = excluded.word",
                bucket.location(),
                Topic.SLIDE_STATES.codec().encode(bucket));
    }

    void eachBucket(Consumer<BucketListed> sink) {
        file.each("SELECT word FROM bucket", row -> {
            if (decoded(row.getBytes(1)) instanceof BucketListed bucket) {
                sink.accept(bucket);
            }
        });
    }

    private static final Map<String, SlideStateChanged.State> STATES = states();

    private static Map<String, SlideStateChanged.State> states() {
        Map<String, SlideStateChanged.State> states = new HashMap<>();
        for (SlideStateChanged.State state : SlideStateChanged.State.values()) {
            states.put(state.label(), state);
        }
        return states;
    }

    private static boolean isOpen(SlideStateChanged word) {
        return word.state() != SlideStateChanged.State.MAPPED && word.state() != SlideStateChanged.State.REJECTED;
    }

    private static String key(SlideStateChanged word) {
        return Topic.locationKey(word.location());
    }

    private static SlideStateChanged slide(byte @Nullable [] word) {
        if (decoded(word) instanceof SlideStateChanged slide) {
            return slide;
        }
        throw new IllegalStateException("a state that was read is none of a slide");
    }

    private static SlideStateEvent decoded(byte @Nullable [] word) {
        try {
            return Topic.SLIDE_STATES.codec().decode(word == null ? new byte[0] : word);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a state that was read can be read no more", e);
        }
    }
}
