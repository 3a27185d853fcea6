package io.slidestream.aggregator.results;

import java.util.List;

/** The names of the files of a map; public API. */
public final class ResultFiles {
    public static final String TILES_CSV = "tiles.csv";
    public static final String TILES_GEOJSON = "tiles.geojson";
    public static final String TUMOR_MAP = "tumor-map.png";
    public static final String OVERLAY = "overlay.png";

    /** Written last: where it lies, the results are complete. */
    public static final String SUMMARY = "summary.json";

    static final List<String> ALL = List.of(TILES_CSV, TILES_GEOJSON, TUMOR_MAP, OVERLAY, SUMMARY);

    private ResultFiles() {}
}
