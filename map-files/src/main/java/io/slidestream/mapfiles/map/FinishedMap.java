package io.slidestream.mapfiles.map;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.pictures.SlidePicture;
import io.slidestream.mapfiles.pictures.Thumbnails;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Everything that a map's files are made of. Its files may be written side by side. */
public final class FinishedMap {
    private static final String NO_REGIONS = "no tumour regions were measured, because ";
    private static final String NOT_MADE = " could not be made: ";

    private final SlideTiled manifest;
    private final Palette palette;
    private final ScoreGrid scores;
    private final ClassShares shares;
    private final ScoringTotals totals;
    private final MapSettings settings;
    private final SlidePicture slide;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final OptionalInt tumorClass;
    private final @Nullable TumorRegions tumorRegions;
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private @Nullable MapRaster raster;

    /** Makes something of a map that is all there. */
    @FunctionalInterface
    public interface Making<T> {
        T of(FinishedMap map) throws IOException;
    }

    public FinishedMap(
            BegunMap begun,
            ScoreGrid scores,
            ClassShares shares,
            ScoringTotals totals,
            MapSettings settings,
            Thumbnails thumbnails) {
        this.manifest = begun.manifest();
        this.palette = begun.palette();
        this.scores = scores;
        this.shares = shares;
        this.totals = totals;
        this.settings = settings;
        notes.addAll(manifest.notes());
        this.slide = new SlidePicture(manifest, thumbnails, notes::add);
        this.tumorClass = TumorClass.in(manifest.model().classNames(), settings.tumorClass());
        if (tumorClass.isEmpty() && settings.tumorClass() != null) {
            notes.add(NO_REGIONS + "the model has no class " + settings.tumorClass() + "; its classes are "
                    + String.join(", ", manifest.model().classNames()));
        }
        this.tumorRegions = tumorClass.isEmpty()
                ? null
                : TumorRegions.in(
                        scores,
                        manifest.grid(),
                        tumorClass.getAsInt(),
                        manifest.model().classNames().get(tumorClass.getAsInt()),
                        settings.tumorThreshold());
    }

    public SlideTiled manifest() {
        return manifest;
    }

    public TileGrid grid() {
        return manifest.grid();
    }

    public List<String> classNames() {
        return manifest.model().classNames();
    }

    public Palette palette() {
        return palette;
    }

    public ScoreGrid scores() {
        return scores;
    }

    public ClassShares shares() {
        return shares;
    }

    public ScoringTotals totals() {
        return totals;
    }

    public MapSettings settings() {
        return settings;
    }

    public SlidePicture slide() {
        return slide;
    }

    /** What files that may leave the house call the slide: never where it lies. */
    public String slideTitle() {
        return settings.titles().of(manifest);
    }

    /** The class that counts as tumour, if the model has one. */
    public OptionalInt tumorClass() {
        return tumorClass;
    }

    /** Empty if the model has no tumour class; a map without tumour has no regions in it. */
    public Optional<TumorRegions> tumorRegions() {
        return Optional.ofNullable(tumorRegions);
    }

    /** The picture of the map, as it is shown. */
    public synchronized MapRaster raster() {
        MapRaster drawn = raster;
        if (drawn == null) {
            drawn = new MapRaster(manifest.grid(), scores, palette, settings);
            raster = drawn;
        }
        return drawn;
    }

    /** Data that several files need beside the map itself, made when the first of them asks. */
    public synchronized <T> T shared(Class<T> kind, Making<T> making) throws IOException {
        Object made = shared.get(kind);
        if (made == null) {
            made = making.of(this);
            shared.put(kind, made);
        }
        return kind.cast(made);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Notes that there is no such file, since our code failed. */
    public void noteMissing(String file, RuntimeException cause) {
        note(file + NOT_MADE + cause);
    }

    /** Tells a note on the files of a map, which may be written again, from one on its slide. */
    public static boolean isOfWriting(String note) {
        return SlidePicture.isWhite(note) || note.startsWith(NO_REGIONS) || note.contains(NOT_MADE);
    }

    /** Adds a sentence that readers of the files must know. */
    public void note(String note) {
        notes.add(note);
    }

    /** Time at which the last tile was scored: the map's own date, the same however often its files are written. */
    public Instant scoredAt() {
        return Instant.ofEpochMilli(totals.lastScoredAtMillis());
    }
}
