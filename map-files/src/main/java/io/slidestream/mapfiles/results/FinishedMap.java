package io.slidestream.mapfiles.results;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.report.ReportPage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Everything that a map's files are made of. Of one thread. */
final class FinishedMap {
    private final SlideTiled manifest;
    private final Palette palette;
    private final ScoreGrid scores;
    private final ClassShares shares;
    private final ScoringTotals totals;
    private final ResultsSettings settings;
    private final SlidePicture slide;
    private final List<String> notes;
    private final OptionalInt tumorClass;
    private final @Nullable TumorRegions tumorRegions;
    private @Nullable MapRaster raster;
    private @Nullable ReportPage report;

    FinishedMap(
            SlideTiled manifest,
            Palette palette,
            ScoreGrid scores,
            ClassShares shares,
            ScoringTotals totals,
            ResultsSettings settings,
            SlidePicture slide,
            List<String> notes) {
        this.manifest = manifest;
        this.palette = palette;
        this.scores = scores;
        this.shares = shares;
        this.totals = totals;
        this.settings = settings;
        this.slide = slide;
        this.notes = notes;
        this.tumorClass = TumorClass.in(manifest.model().classNames(), settings.tumorClass());
        this.tumorRegions = tumorClass.isEmpty()
                ? null
                : TumorRegions.in(
                        scores,
                        manifest.grid(),
                        tumorClass.getAsInt(),
                        manifest.model().classNames().get(tumorClass.getAsInt()),
                        settings.tumorThreshold());
    }

    SlideTiled manifest() {
        return manifest;
    }

    TileGrid grid() {
        return manifest.grid();
    }

    List<String> classNames() {
        return manifest.model().classNames();
    }

    Palette palette() {
        return palette;
    }

    ScoreGrid scores() {
        return scores;
    }

    ClassShares shares() {
        return shares;
    }

    ScoringTotals totals() {
        return totals;
    }

    ResultsSettings settings() {
        return settings;
    }

    SlidePicture slide() {
        return slide;
    }

    /** The class that counts as tumour, if the model has one. */
    OptionalInt tumorClass() {
        return tumorClass;
    }

    /** Empty if the model has no tumour class; a map without tumour has no regions in it. */
    Optional<TumorRegions> tumorRegions() {
        return Optional.ofNullable(tumorRegions);
    }

    /** The picture of the map, as it is shown. */
    MapRaster raster() {
        MapRaster drawn = raster;
        if (drawn == null) {
            drawn = new MapRaster(manifest.grid(), scores, palette, settings);
            raster = drawn;
        }
        return drawn;
    }

    /** What stands in the reports; made once for all of them. */
    ReportPage report() throws IOException {
        ReportPage made = report;
        if (made == null) {
            made = Reports.page(this);
            report = made;
        }
        return made;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** What a reader of the files must know, as a sentence. */
    void note(String note) {
        notes.add(note);
    }

    /** When the last tile was scored: the map's own date, the same however often its files are written. */
    Instant scoredAt() {
        return Instant.ofEpochMilli(totals.lastScoredAtMillis());
    }
}
