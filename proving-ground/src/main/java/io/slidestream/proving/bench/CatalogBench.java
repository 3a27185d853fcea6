package io.slidestream.proving.bench;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.MapQuery;
import io.slidestream.catalog.maps.MapState;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Measures what the list of a large archive costs: filling the catalog, opening it, and questions of each kind. */
public final class CatalogBench {
    private static final int TOGETHER = 500;
    private static final int QUESTIONS = 41;
    private static final int PAGE_SIZE = 50;
    private static final long SEED = 17;
    private static final long DAY_MILLIS = 86_400_000;
    private static final long FIRST_MILLIS = 1_767_225_600_000L;
    private static final List<String> STAINS = List.of("HE", "HE-2", "frozen", "Alcian", "PAS");

    private final DatabaseUrl url;
    private final int maps;
    private final Model model = new Model(
            "0".repeat(64),
            "crc-nine-class",
            List.of("ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM"),
            224,
            0.5);

    /**
     * What was measured.
     *
     * @param fillSeconds to write all maps; next to none where they were there already
     * @param openMillis from an existing file to an open catalog
     * @param medianMillis of each question
     * @param heapBytes that the open catalog holds after the questions
     */
    public record Figures(
            int maps, double fillSeconds, double openMillis, Map<String, Double> medianMillis, long heapBytes) {
        public Figures {
            medianMillis = new LinkedHashMap<>(medianMillis);
        }

        /** A line a figure. */
        public List<String> table() {
            List<String> lines = new ArrayList<>();
            lines.add(String.format("%-40s %,12d", "maps", maps));
            lines.add(String.format("%-40s %12.1f s", "filled in", fillSeconds));
            lines.add(String.format("%-40s %12.0f ms", "opened in", openMillis));
            medianMillis.forEach((question, millis) -> lines.add(String.format("%-40s %12.1f ms", question, millis)));
            lines.add(String.format("%-40s %12.1f MB", "heap, after the questions", heapBytes / 1e6));
            return lines;
        }
    }

    /** @param url of a database that is empty, or of an earlier measurement; left as it is then */
    public CatalogBench(DatabaseUrl url, int maps) {
        if (maps < 1) {
            throw new IllegalArgumentException("--maps must be at least 1, was " + maps);
        }
        this.url = url;
        this.maps = maps;
    }

    /** @throws BenchException if somebody's maps are in the catalog */
    public Figures run() {
        double filled;
        try (CatalogStore store = CatalogStore.open(url)) {
            MapIndex index = index(store);
            long begun = System.nanoTime();
            long there =
                    index.states().values().stream().mapToLong(Long::longValue).sum();
            if (there != 0 && index.known(id(0)).isEmpty()) {
                throw new BenchException(url + " has maps of somebody's, which the measurement would remove; name an"
                        + " empty database");
            }
            boolean complete = index.known(id(maps - 1)).isPresent()
                    && index.known(id(maps)).isEmpty();
            if (!complete) {
                index.refill(() -> fill(index));
            }
            filled = (System.nanoTime() - begun) / 1e9;
        }
        long before = heap();
        long begun = System.nanoTime();
        try (CatalogStore store = CatalogStore.open(url)) {
            MapIndex index = index(store);
            index.mapping();
            double opened = (System.nanoTime() - begun) / 1e6;
            Map<String, Double> medians = new LinkedHashMap<>();
            MapQuery.Filter both = new MapQuery.Filter(List.of("frozen"), MapState.REJECTED, null, null, List.of());
            for (MapQuery.Key key : MapQuery.Key.values()) {
                medians.put("first page by " + key.label(), median(index, MapQuery.Filter.ALL, key));
            }
            medians.put("rejected, first page by time", median(index, state(MapState.REJECTED), MapQuery.Key.TIME));
            medians.put("a rare word, by time", median(index, words("case-" + maps / 2), MapQuery.Key.TIME));
            medians.put("a frequent word, by time", median(index, words("frozen"), MapQuery.Key.TIME));
            medians.put("two frequent words, by tumour", median(index, words("case frozen"), MapQuery.Key.TUMOUR));
            medians.put("a word of nothing", median(index, words("nothing-like-it"), MapQuery.Key.TIME));
            medians.put("tumour of 4.9 mm² or more, by time", median(index, tumour(4.9), MapQuery.Key.TIME));
            medians.put("a word of two letters, by name", median(index, words("he"), MapQuery.Key.NAME));
            medians.put("a frequent word, rejected, by tumour", median(index, both, MapQuery.Key.TUMOUR));
            medians.put("page 1,000 by time", median(() -> index.page(far(MapQuery.Key.TIME))));
            medians.put("page 1,000 by tumour", median(() -> index.page(far(MapQuery.Key.TUMOUR))));
            medians.put("one map", one(index));
            return new Figures(maps, filled, opened, medians, Math.max(0, heap() - before));
        }
    }

    private static MapIndex index(CatalogStore store) {
        return store.maps(map -> map.shape() == null ? Double.NaN : map.areaMm2("TUM"));
    }

    private void fill(MapIndex index) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<MapIndex.Change> changes = new ArrayList<>();
        for (int i = 0; i < maps; i++) {
            changes.add(change(i, random));
            if (changes.size() == TOGETHER || i == maps - 1) {
                index.apply(changes, List.of());
                changes.clear();
            }
        }
    }

    private MapIndex.Change change(int i, SplittableRandom random) {
        String name = "2026/case-" + i + "/" + STAINS.get(i % STAINS.size());
        SlideVersion slide = new SlideVersion("file:///archive/" + name + ".svs", "1-" + i, name);
        MapId id = id(i);
        boolean rejected = i % 100 == 7;
        Double[] areas = new Double[model.classNames().size()];
        Arrays.setAll(areas, k -> random.nextDouble() * 5);
        long seen = FIRST_MILLIS + (long) (random.nextDouble() * 365 * DAY_MILLIS);
        KnownMap.Found found = new KnownMap.Found(
                1,
                new KnownMap.Stamp(Path.of("/results").resolve(name), seen, 4_000),
                seen,
                seen + 60_000,
                rejected ? null : new SlideMap.Tally(1_800, 1_790, 10, 0),
                rejected ? new SlideMap.Rejection("no-tissue", "no tile holds enough tissue") : null,
                rejected ? List.of() : List.of(areas),
                rejected ? null : random.nextDouble());
        SlideMap.Shape shape =
                rejected ? null : new SlideMap.Shape(new TileGrid(40_000, 30_000, 0.5, 224, 224), model, "aperio");
        return new MapIndex.Change(
                id, slide.location(), known -> KnownMap.of(id, slide).with(found, shape));
    }

    private static MapId id(int i) {
        return new MapId(String.format("%032x", i * 0x9E3779B97F4A7C15L & Long.MAX_VALUE));
    }

    private static double median(MapIndex index, MapQuery.Filter filter, MapQuery.Key key) {
        return median(() -> index.page(new MapQuery(filter, key, MapQuery.Direction.DESCENDING, 1, PAGE_SIZE)));
    }

    private static MapQuery far(MapQuery.Key key) {
        return new MapQuery(MapQuery.Filter.ALL, key, MapQuery.Direction.DESCENDING, 1_000, PAGE_SIZE);
    }

    private double one(MapIndex index) {
        SplittableRandom random = new SplittableRandom(SEED);
        return median(() -> index.known(id(random.nextInt(maps))));
    }

    private static double median(Runnable question) {
        double[] millis = new double[QUESTIONS];
        for (int i = 0; i < QUESTIONS; i++) {
            long begun = System.nanoTime();
            question.run();
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        return millis[QUESTIONS / 2];
    }

    private static MapQuery.Filter state(MapState state) {
        return new MapQuery.Filter(List.of(), state, null, null, List.of());
    }

    private static MapQuery.Filter words(String words) {
        return new MapQuery.Filter(List.of(words.split(" ")), null, null, null, List.of());
    }

    private static MapQuery.Filter tumour(double from) {
        return new MapQuery.Filter(
                List.of(),
                null,
                null,
                null,
                List.of(new MapQuery.Range(MapQuery.Column.TUMOUR, OptionalDouble.of(from), OptionalDouble.empty())));
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
