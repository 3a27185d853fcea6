package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.map.TumorClass;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings that shall be others than those a map was written with; null keeps what it has. */
public record RenderingChange(
        @Nullable Set<MapFormat> formats,
        @Nullable Integer smoothingCells,
        @Nullable Double tumorThreshold,
        @Nullable String tumorClass,
        @Nullable Double unsureBelow,
        @Nullable SlideTitles titles) {
    /** Everything as it is. */
    public static final RenderingChange NONE = new RenderingChange(null, null, null, null, null, null);

    /** @throws IllegalArgumentException naming the value that cannot be */
    public RenderingChange {
        MapSettings unused =
                merged(MapSettings.DEFAULT, smoothingCells, tumorThreshold, tumorClass, unsureBelow, titles);
    }

    public ResultsSettings to(ResultsSettings earlier) {
        return new ResultsSettings(
                formats == null ? earlier.formats() : formats,
                merged(earlier.map(), smoothingCells, tumorThreshold, tumorClass, unsureBelow, titles));
    }

    /** What becomes of a map, for people: {@code tumour threshold 0.5 to 0.3}; empty if nothing does. */
    public List<String> differences(StoredMap map) {
        ResultsSettings earlier = map.settings();
        ResultsSettings now = to(earlier);
        List<String> told = new ArrayList<>();
        Set<MapFormat> more = new LinkedHashSet<>(now.formats());
        more.removeAll(earlier.formats());
        Set<MapFormat> less = new LinkedHashSet<>(earlier.formats());
        less.removeAll(now.formats());
        if (!more.isEmpty()) {
            told.add("with " + MapFormats.labels(more));
        }
        if (!less.isEmpty()) {
            told.add("without " + MapFormats.labels(less));
        }
        if (TumorClass.in(map.manifest().model().classNames(), now.map().tumorClass())
                .isPresent()) {
            tell(told, "tumour class", earlier.map().tumorClass(), now.map().tumorClass());
            tell(
                    told,
                    "tumour threshold",
                    earlier.map().tumorThreshold(),
                    now.map().tumorThreshold());
        }
        tell(told, "unsure below", earlier.map().unsureBelow(), now.map().unsureBelow());
        tell(told, "smoothing", earlier.map().smoothingCells(), now.map().smoothingCells());
        if (earlier.map().titles() != now.map().titles()) {
            told.add(now.map().titles() == SlideTitles.IDS ? "named by ids" : "with names");
        }
        return told;
    }

    /** Refuses a tumour class that the model does not have: all regions would be missing, and nobody would ask why. */
    public void check(List<String> classNames) {
        if (tumorClass != null && TumorClass.in(classNames, tumorClass).isEmpty()) {
            throw new IllegalArgumentException(
                    "the model has no class " + tumorClass + "; it has " + String.join(", ", classNames));
        }
    }

    private static void tell(List<String> told, String what, @Nullable Object earlier, @Nullable Object now) {
        if (!Objects.equals(earlier, now)) {
            told.add(what + (earlier == null ? "" : " " + earlier + " to") + " " + now);
        }
    }

    private static MapSettings merged(
            MapSettings earlier,
            @Nullable Integer smoothingCells,
            @Nullable Double tumorThreshold,
            @Nullable String tumorClass,
            @Nullable Double unsureBelow,
            @Nullable SlideTitles titles) {
        return new MapSettings(
                smoothingCells == null ? earlier.smoothingCells() : smoothingCells,
                tumorThreshold == null ? earlier.tumorThreshold() : tumorThreshold,
                tumorClass == null ? earlier.tumorClass() : tumorClass,
                unsureBelow == null ? earlier.unsureBelow() : unsureBelow,
                titles == null ? earlier.titles() : titles);
    }
}
