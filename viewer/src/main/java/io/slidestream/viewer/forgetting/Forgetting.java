package io.slidestream.viewer.forgetting;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.run.NameKey;
import io.slidestream.slides.s3.CachedCopies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/*
 * Topics come first: what they no longer tell, no service writes again. Then the files, then the catalog, which knows where
 * the files are, so that whoever is interrupted can begin anew; last the line that says that it was done.
 */
/** Removes what is kept of a slide: topics, results, cached copies, catalog. The slide itself is never touched. */
public final class Forgetting {
    /** Beside the catalog of the results folder. */
    private static final String FOLDER = ".catalog";

    private static final String RECORD = "forgotten.log";

    private static final long PATIENCE_SECONDS = 30;

    private final CatalogStore store;
    private final MapIndex index;
    private final Places places;
    private final @Nullable EventPublisher publisher;
    private final @Nullable NameKey key;
    private final Clock clock;

    /**
     * Folders of what is removed.
     *
     * @param results folder of the finished maps
     * @param cache folder of downloaded slides
     */
    public record Places(Path results, Path cache) {
        public Places {
            results = results.toAbsolutePath().normalize();
        }
    }

    /**
     * What was done.
     *
     * @param id what stands for the slide's name in the record
     * @param removed what was removed from where, in sentences
     */
    public record Done(String id, List<String> removed) {
        public Done {
            removed = List.copyOf(removed);
        }
    }

    /**
     * @param publisher to the topics; null where there are none
     * @param key of the ids that stand for names; null: that of the catalog's folder, which gets one
     */
    public Forgetting(
            CatalogStore store,
            MapIndex index,
            Places places,
            @Nullable EventPublisher publisher,
            @Nullable NameKey key,
            Clock clock) {
        this.store = store;
        this.index = index;
        this.places = places;
        this.publisher = publisher;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Forgets a slide. No map of it may be under way.
     *
     * @param told maps of it that topics tell of
     * @throws java.util.concurrent.CompletionException if Kafka does not take it: nothing else was removed then
     */
    public Done forget(SlideVersion slide, Collection<MapId> told) throws IOException {
        List<KnownMap> known = index.at(slide.location());
        Set<MapId> maps = new LinkedHashSet<>(told);
        known.forEach(map -> maps.add(map.id()));
        List<String> removed = new ArrayList<>();
        retract(maps, slide, removed);
        for (KnownMap map : known) {
            removeFiles(map, removed);
        }
        removeUnlisted(slide, maps, removed);
        Set<SlideVersion> versions = new LinkedHashSet<>(Set.of(slide));
        known.forEach(map -> versions.add(map.slide()));
        for (SlideVersion version : versions) {
            if (CachedCopies.remove(places.cache(), version)) {
                removed.add("the downloaded copy, from " + places.cache());
            }
        }
        removeRows(slide, maps, removed);
        store.scrub();
        String id = record(slide);
        return new Done(id, removed);
    }

    /**
     * Forgets one map of a slide, and none of its others. It may not be under way.
     *
     * @throws java.util.concurrent.CompletionException if Kafka does not take it: nothing else was removed then
     */
    public Done forget(SlideVersion slide, MapId map) throws IOException {
        Optional<SlideMap> newest = index.shownAt(slide.location());
        List<String> removed = new ArrayList<>();
        retract(List.of(map), newest.filter(one -> !one.id().equals(map)).isPresent() ? null : slide, removed);
        KnownMap known = index.known(map).orElse(null);
        if (known != null) {
            removeFiles(known, removed);
        }
        for (Path folder : new FolderResultsStore(places.results()).folders(slide, map)) {
            if (holds(folder, map)) {
                removeFiles(folder, slide, map, removed);
            }
        }
        index.apply(List.of(new MapIndex.Change(map, slide.location(), gone -> null)), List.of());
        removed.add("1 map, from the catalog " + store.url());
        store.scrub();
        return new Done(record(slide), removed);
    }

    /** What was written and the catalog has not found yet. */
    private void removeUnlisted(SlideVersion slide, Collection<MapId> maps, List<String> removed) throws IOException {
        FolderResultsStore results = new FolderResultsStore(places.results());
        for (Path folder : results.earlier(slide)) {
            removeFiles(folder, slide, new MapId(folder.getFileName().toString()), removed);
        }
        for (MapId map : maps) {
            for (Path folder : results.folders(slide, map)) {
                removeFiles(folder, slide, map, removed);
            }
        }
    }

    private static boolean holds(Path folder, MapId map) {
        try {
            return MapSummary.in(folder).mapIdHex().equals(map.hex());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether there is anything of that kind that is kept of a map. */
    boolean keeps(RetentionSettings.Kept what, KnownMap map) {
        return switch (what) {
            case RESULTS -> map.found() != null;
            case CATALOG -> map.found() == null;
            case STATES -> map.told() != null || map.word() != null;
            case CACHE -> CachedCopies.has(places.cache(), map.slide());
        };
    }

    /** Removes one thing that is kept of a map. */
    void remove(RetentionSettings.Kept what, KnownMap map) throws IOException {
        List<String> removed = new ArrayList<>();
        switch (what) {
            case RESULTS -> {
                removeFiles(map, removed);
                change(map, known -> known == null ? null : known.unfound());
            }
            case CATALOG -> change(map, known -> null);
            case STATES -> {
                retract(List.of(map.id()), map.slide(), removed);
                if (publisher != null) {
                    change(map, known -> known == null ? null : known.untold());
                }
            }
            case CACHE -> {
                boolean unused = CachedCopies.remove(places.cache(), map.slide());
            }
        }
    }

    private void change(KnownMap map, UnaryOperator<@Nullable KnownMap> change) {
        index.apply(List.of(new MapIndex.Change(map.id(), map.slide().location(), change)), List.of());
    }

    /** @param slide whose state goes too; null where another map of it is newer */
    private void retract(Collection<MapId> maps, @Nullable SlideVersion slide, List<String> removed) {
        EventPublisher topics = publisher;
        if (topics == null) {
            return;
        }
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (MapId map : maps) {
            sent.add(topics.retract(Topic.SLIDES, map.hex()));
            sent.add(topics.retract(Topic.TUMOR_MAPS, map.hex()));
        }
        if (slide != null) {
            sent.add(topics.retract(Topic.SLIDE_STATES, Topic.locationKey(slide.location())));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        if (slide != null) {
            removed.add("the state of the slide, from topic " + Topic.SLIDE_STATES.name());
        }
        if (!maps.isEmpty()) {
            removed.add(count(maps.size(), "map") + ", from topics " + Topic.SLIDES.name() + " and "
                    + Topic.TUMOR_MAPS.name() + " and the ledger");
        }
    }

    private void removeFiles(KnownMap map, List<String> removed) throws IOException {
        KnownMap.Found found = map.found();
        if (found == null) {
            return;
        }
        removeFiles(found.stamp().folder(), map.slide(), map.id(), removed);
    }

    private void removeFiles(Path folder, SlideVersion slide, MapId map, List<String> removed) throws IOException {
        int files = MapFolder.remove(folder, slide.location(), places.results());
        if (files > 0) {
            removed.add(count(files, "file") + " of map " + map + ", from " + folder);
        }
    }

    private void removeRows(SlideVersion slide, Collection<MapId> maps, List<String> removed) {
        String location = slide.location();
        index.apply(
                maps.stream()
                        .map(map -> new MapIndex.Change(map, location, gone -> null))
                        .toList(),
                List.of());
        if (!maps.isEmpty()) {
            removed.add(count(maps.size(), "map") + ", from the catalog " + store.url());
        }
        boolean unused = index.board().forget(location);
        index.summaries().forgetNotes(); // folders of the slide may stand in them
        store.gone().clear(location);
        int corrections = store.corrections().forget(location);
        int marks = store.marks().forget(location);
        int tags = store.tags().forget(location);
        if (corrections + marks + tags > 0) {
            removed.add(count(corrections, "correction") + ", " + count(marks, "mark") + " and " + count(tags, "tag")
                    + " that people added, from the catalog " + store.url());
        }
    }

    private String record(SlideVersion slide) throws IOException {
        Path folder = Files.createDirectories(places.results().resolve(FOLDER));
        NameKey its = key == null ? NameKey.in(folder) : key;
        String id = its.slide(slide.location());
        Files.writeString(
                folder.resolve(RECORD),
                clock.instant().truncatedTo(ChronoUnit.SECONDS) + " forgotten " + id + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return id;
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
