package io.slidestream.mapfiles.results;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be written of a map beside summary.json. The labels are public API. */
public enum ResultFormat {
    /** tiles.csv: a row a tile. */
    CSV(ResultFiles.TILES_CSV),
    /** tiles.geojson: the tiles for QuPath. */
    GEOJSON(ResultFiles.TILES_GEOJSON),
    /** tumor-regions.geojson: merged tumour regions for QuPath. */
    REGIONS(ResultFiles.TUMOR_REGIONS),
    /** class-regions.geojson: merged regions of every class for QuPath. */
    CLASS_REGIONS(ResultFiles.CLASS_REGIONS),
    /** tumor-map.png: a pixel a cell. */
    MAP(ResultFiles.TUMOR_MAP),
    /** overlay.png: the slide with the map on top. */
    OVERLAY(ResultFiles.OVERLAY),
    /** thumbnail.png: the slide, small. */
    THUMBNAIL(ResultFiles.THUMBNAIL),
    /** report.html: a page for people. */
    HTML(ResultFiles.REPORT_HTML),
    /** report.pdf: the same page to print and mail. */
    PDF(ResultFiles.REPORT_PDF),
    /** wsinfer/: what WSInfer would have written. */
    WSINFER(ResultFiles.WSINFER),
    /** probabilities.ome.tiff: a pyramid with a channel a class. */
    OME_TIFF(ResultFiles.OME_TIFF),
    /** tumor-map.ome.zarr/: probabilities and labels. */
    OME_ZARR(ResultFiles.OME_ZARR),
    /** dicom/: a Parametric Map and a Segmentation. */
    DICOM(ResultFiles.DICOM);

    /** Cheap, and of use to most. */
    public static final Set<ResultFormat> DEFAULT =
            Collections.unmodifiableSet(EnumSet.of(CSV, GEOJSON, REGIONS, MAP, OVERLAY, THUMBNAIL, HTML, PDF));

    private static final String DEFAULT_LABEL = "default";
    private static final String ALL_LABEL = "all";

    private final String file;

    ResultFormat(String file) {
        this.file = file;
    }

    /** The file, or the folder of its files, below the results. */
    public String file() {
        return file;
    }

    /** The name in settings and commands: {@code ome-tiff}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Every label in the order of the documentation, separated by commas. */
    public static String labels() {
        return labels(EnumSet.allOf(ResultFormat.class));
    }

    public static String labels(Set<ResultFormat> formats) {
        return formats.stream().map(ResultFormat::label).collect(Collectors.joining(", "));
    }

    /**
     * @param labels also {@code all}, and {@code default} to add to the default ones; none at all: summary.json, and the table that the viewer needs
     * @throws IllegalArgumentException naming the unknown label and those that exist
     */
    public static Set<ResultFormat> of(Collection<String> labels) {
        EnumSet<ResultFormat> formats = EnumSet.noneOf(ResultFormat.class);
        for (String label : labels) {
            switch (label.strip()) {
                case "" -> {}
                case ALL_LABEL -> formats.addAll(List.of(values()));
                case DEFAULT_LABEL -> formats.addAll(DEFAULT);
                default -> formats.add(named(label.strip()));
            }
        }
        return Collections.unmodifiableSet(formats);
    }

    private static ResultFormat named(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no format '" + label + "'; there are " + labels() + "; and default, all"));
    }
}
