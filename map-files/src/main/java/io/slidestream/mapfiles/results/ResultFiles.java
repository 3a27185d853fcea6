package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.csv.CsvFormat;
import io.slidestream.mapfiles.formats.csv.PackedTable;
import io.slidestream.mapfiles.formats.html.HtmlFormat;
import io.slidestream.mapfiles.formats.png.OverlayFormat;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The names of the files and folders of a map that others look for; public API. */
public final class ResultFiles {
    public static final String TILES_CSV = CsvFormat.FILE;
    /** The same table, written where tiles.csv is not wanted. */
    public static final String TILES_PACKED = PackedTable.FILE;

    public static final String OVERLAY = OverlayFormat.FILE;
    public static final String REPORT_HTML = HtmlFormat.FILE;

    /** Written last: where it lies, the results are complete. */
    public static final String SUMMARY = "summary.json";

    /** Everything that may lie in the folder of a map. */
    public static final List<String> ALL = Stream.concat(
                    MapFormats.ALL.stream().map(MapFormat::file), Stream.of(TILES_PACKED, SUMMARY))
            .toList();

    private ResultFiles() {}

    /**
     * Tells whether a file or folder is one of a map's, and not one that only has such a name: folders of slides may be called
     * {@code dicom} as well, but none lies beside a summary.
     */
    public static boolean isOfMap(Path entry) {
        return ALL.contains(String.valueOf(entry.getFileName()))
                && Files.isRegularFile(entry.resolveSibling(SUMMARY), LinkOption.NOFOLLOW_LINKS);
    }
}
