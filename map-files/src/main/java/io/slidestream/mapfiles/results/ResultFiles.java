package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.csv.CsvFormat;
import io.slidestream.mapfiles.formats.csv.PackedTable;
import io.slidestream.mapfiles.formats.html.HtmlFormat;
import io.slidestream.mapfiles.formats.png.OverlayFormat;
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
}
