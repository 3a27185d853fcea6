package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.csv.CsvFormat;
import io.slidestream.mapfiles.formats.dicom.DicomFormat;
import io.slidestream.mapfiles.formats.geojson.ClassRegionsFormat;
import io.slidestream.mapfiles.formats.geojson.TilesFormat;
import io.slidestream.mapfiles.formats.geojson.TumorRegionsFormat;
import io.slidestream.mapfiles.formats.html.HtmlFormat;
import io.slidestream.mapfiles.formats.ome.OmeTiffFormat;
import io.slidestream.mapfiles.formats.ome.OmeZarrFormat;
import io.slidestream.mapfiles.formats.pdf.PdfFormat;
import io.slidestream.mapfiles.formats.png.MapPngFormat;
import io.slidestream.mapfiles.formats.png.OverlayFormat;
import io.slidestream.mapfiles.formats.png.ThumbnailFormat;
import io.slidestream.mapfiles.formats.wsinfer.WsinferFormat;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Formats that can be written of a map beside summary.json. A new output is a folder beside the others, and a line
 * here.
 */
public final class MapFormats {
    public static final MapFormat CSV = new CsvFormat();

    /** All formats, in the order of the documentation and of writing. */
    public static final List<MapFormat> ALL = List.of(
            CSV,
            new TilesFormat(),
            new TumorRegionsFormat(),
            new ClassRegionsFormat(),
            new MapPngFormat(),
            new OverlayFormat(),
            new ThumbnailFormat(),
            new HtmlFormat(),
            new PdfFormat(),
            new WsinferFormat(),
            new OmeTiffFormat(),
            new OmeZarrFormat(),
            new DicomFormat());

    /** Cheap, and of use to most. */
    public static final Set<MapFormat> DEFAULT = those(MapFormat::isDefault);

    private static final String DEFAULT_LABEL = "default";
    private static final String ALL_LABEL = "all";

    private MapFormats() {}

    /** Every label in the order of the documentation, separated by commas. */
    public static String labels() {
        return labels(ALL);
    }

    public static String labels(Collection<MapFormat> formats) {
        return formats.stream().map(MapFormat::label).collect(Collectors.joining(", "));
    }

    /**
     * @param labels also {@code all}, and {@code default} to add to the default ones; none at all: summary.json, and the table
     *     that the viewer needs
     * @throws IllegalArgumentException naming the unknown label and those that exist
     */
    public static Set<MapFormat> of(Collection<String> labels) {
        Set<MapFormat> formats = new HashSet<>();
        for (String label : labels) {
            switch (label.strip()) {
                case "" -> {}
                case ALL_LABEL -> formats.addAll(ALL);
                case DEFAULT_LABEL -> formats.addAll(DEFAULT);
                default -> formats.add(named(label.strip()));
            }
        }
        return inOrder(formats);
    }

    /** The same formats, in the order of the documentation. */
    static Set<MapFormat> inOrder(Set<MapFormat> formats) {
        if (!ALL.containsAll(formats)) {
            throw new IllegalArgumentException("formats must be among " + labels() + ", were " + labels(formats));
        }
        return those(formats::contains);
    }

    private static Set<MapFormat> those(Predicate<MapFormat> wanted) {
        return ALL.stream()
                .filter(wanted)
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }

    private static MapFormat named(String label) {
        return ALL.stream()
                .filter(format -> format.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no format '" + label + "'; there are " + labels() + "; and default, all"));
    }
}
