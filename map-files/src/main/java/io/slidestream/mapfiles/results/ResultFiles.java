package io.slidestream.mapfiles.results;

import java.util.List;

/** The names of the files and folders of a map; public API. */
public final class ResultFiles {
    public static final String TILES_CSV = "tiles.csv";
    /** The same table, written where tiles.csv is not wanted: the viewer draws the map from either. */
    public static final String TILES_PACKED = "tiles.csv.gz";

    public static final String TILES_GEOJSON = "tiles.geojson";
    public static final String TUMOR_REGIONS = "tumor-regions.geojson";
    public static final String CLASS_REGIONS = "class-regions.geojson";
    public static final String TUMOR_MAP = "tumor-map.png";
    public static final String OVERLAY = "overlay.png";
    public static final String THUMBNAIL = "thumbnail.png";
    public static final String REPORT_HTML = "report.html";
    public static final String REPORT_PDF = "report.pdf";
    public static final String OME_TIFF = "probabilities.ome.tiff";
    public static final String WSINFER = "wsinfer";
    public static final String OME_ZARR = "tumor-map.ome.zarr";
    public static final String DICOM = "dicom";

    /** Written last: where it lies, the results are complete. */
    public static final String SUMMARY = "summary.json";

    /** Everything that may lie in the folder of a map. */
    public static final List<String> ALL = List.of(
            TILES_CSV,
            TILES_PACKED,
            TILES_GEOJSON,
            TUMOR_REGIONS,
            CLASS_REGIONS,
            TUMOR_MAP,
            OVERLAY,
            THUMBNAIL,
            REPORT_HTML,
            REPORT_PDF,
            OME_TIFF,
            WSINFER,
            OME_ZARR,
            DICOM,
            SUMMARY);

    private ResultFiles() {}
}
