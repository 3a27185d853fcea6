package io.slidestream.viewer.forgetting;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.maps.GoneSlides;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.MapQuery;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.store.SlideFetcher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A look reads the whole catalog row by row and holds what is over, up to a bound; the rest is over at the next look too. A map
 * of a slide that is under way is left alone, as are the others of that slide: the ledger still writes them.
 */
/** Removes what rules say is kept no longer, and forgets slides that left their bucket. Slides are never touched. */
public final class Retention {
    /** Label of what goes of a slide that left its bucket. */
    public static final String EVERYTHING = "slide";

    private static final int MOST_AT_ONCE = 20_000;
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final RetentionSettings settings;
    private final CatalogStore store;
    private final MapIndex index;
    private final GoneSlides gone;
    private final Forgetting forgetting;
    private final SlidePresence presence;
    private final Clock clock;
    private final Consumer<Over> removed;

    /**
     * Something that is kept no longer.
     *
     * @param what null: everything that is kept of the slide, which left its bucket
     * @param why the rule
     */
    public record Over(RetentionSettings.@Nullable Kept what, KnownMap map, String why) {
        /** What goes, in a word. */
        public String label() {
            return what == null ? EVERYTHING : what.label();
        }

        /** In a sentence. */
        public String text() {
            String name = map.slide().name();
            return what == null
                    ? name + ": everything, since " + why
                    : name + ": " + what.label() + " of map " + map.id() + ", by '" + why + "'";
        }
    }

    /** @param removed told of each thing that was removed */
    public Retention(
            RetentionSettings settings,
            CatalogStore store,
            MapIndex index,
            Forgetting forgetting,
            SlideFetcher slides,
            Clock clock,
            Consumer<Over> removed) {
        this.settings = settings;
        this.store = store;
        this.index = index;
        this.gone = store.gone();
        this.forgetting = forgetting;
        this.presence = new SlidePresence(slides);
        this.clock = clock;
        this.removed = removed;
    }

    /** What is kept no longer. Changes nothing but that slides are noted which are gone, or are there again. */
    public List<Over> over() {
        List<Over> over = new ArrayList<>();
        if (!settings.rules().isEmpty()) {
            index.forEachKnown(map -> {
                if (over.size() < MOST_AT_ONCE) {
                    addOver(map, over::add);
                }
            });
        }
        Duration patience = settings.gone();
        if (patience != null) {
            lookForSlides();
            gone.all().forEach(location -> addGone(location, patience, over::add));
        }
        return over;
    }

    /** Removes what is kept no longer. Gives what went. */
    public List<Over> enforce() {
        List<Over> done = new ArrayList<>();
        for (Over one : over()) {
            try {
                if (isUnderWay(one.map())) {
                    continue;
                }
                remove(one);
                done.add(one);
                removed.accept(one);
            } catch (IOException | RuntimeException e) {
                log.warn(
                        "map {} is kept beyond its time, until the next look: {}",
                        one.map().id(),
                        e.toString());
            }
        }
        if (!done.isEmpty()) {
            store.scrub();
            log.info("retention removed {} of {} maps and slides", done.size(), index.foundMaps() + done.size());
        }
        return done;
    }

    private void remove(Over one) throws IOException {
        RetentionSettings.Kept what = one.what();
        if (what == null) {
            var unused = forgetting.forget(one.map().slide(), List.of());
            gone.clear(one.map().slide().location());
        } else {
            forgetting.remove(what, one.map());
        }
    }

    private void addOver(KnownMap map, Consumer<Over> sink) {
        SlideMap standing = map.standing().orElse(null);
        if (standing == null || standing.isOpen()) {
            return;
        }
        RetentionRule.Subject subject = null;
        for (RetentionSettings.Kept what : RetentionSettings.Kept.values()) {
            if (settings.of(what).isEmpty() || !forgetting.keeps(what, map)) {
                continue;
            }
            if (subject == null) {
                subject = subject(map, standing);
            }
            RetentionRule.Subject its = subject;
            settings.of(what).stream()
                    .filter(rule -> rule.fits(its))
                    .findFirst()
                    .filter(rule -> rule.isOver(its))
                    .ifPresent(rule -> sink.accept(new Over(what, map, rule.toString())));
        }
    }

    private RetentionRule.Subject subject(KnownMap map, SlideMap standing) {
        SlideMap.Ending ending = standing.ending();
        long since = ending == null ? standing.seenAtMillis() : ending.atMillis();
        return new RetentionRule.Subject(
                standing.state().label(),
                map.slide().location(),
                store.tags().of(map.slide().location()),
                Duration.between(Instant.ofEpochMilli(since), clock.instant()));
    }

    private boolean isUnderWay(KnownMap map) {
        return index.at(map.slide().location()).stream()
                .flatMap(one -> one.standing().stream())
                .anyMatch(SlideMap::isOpen);
    }

    private void lookForSlides() {
        List<String> known = gone.all();
        index.forEach(MapQuery.Filter.ALL, map -> {
            SlideVersion slide = map.slide();
            switch (presence.of(slide)) {
                case GONE -> {
                    if (gone.since(slide.location()).isEmpty()) {
                        var unused = gone.notice(slide.location(), clock.instant());
                        log.info("the slide of map {} has left its bucket", map.id());
                    }
                }
                case THERE -> {
                    if (known.contains(slide.location())) {
                        gone.clear(slide.location());
                    }
                }
                case UNKNOWN -> log.debug("whether the slide of map {} is there cannot be told", map.id());
            }
        });
    }

    private void addGone(String location, Duration patience, Consumer<Over> sink) {
        List<KnownMap> maps = index.at(location);
        Instant since = gone.since(location).orElse(clock.instant());
        if (maps.isEmpty()) {
            gone.clear(location);
        } else if (!since.plus(patience).isAfter(clock.instant()) && !isUnderWay(maps.get(0))) {
            sink.accept(new Over(null, maps.get(0), "it was gone from its bucket at " + since));
        }
    }
}
