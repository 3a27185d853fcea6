package io.slidestream.standalone.commands;

import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.standalone.terminal.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options on what is written of each map. */
final class OutputOptions {
    @Option(
            names = "--formats",
            paramLabel = "NAME,…",
            split = ",",
            description = "What is written of each map beside summary.json: csv, geojson, regions, class-regions, map,"
                    + " overlay, thumbnail, html, pdf, wsinfer, ome-tiff, ome-zarr, dicom; or all. 'default,dicom' adds"
                    + " to the default ones: csv, geojson, regions, map, overlay, thumbnail, html, pdf.")
    private @Nullable List<String> formats;

    @Option(
            names = "--smooth",
            paramLabel = "TILES",
            defaultValue = "0",
            description = "Pictures show the mean over so many neighbouring tiles to each side, 0..5. Figures and data"
                    + " files are never smoothed. Default: 0.")
    private int smooth;

    @Option(
            names = "--tumor-threshold",
            paramLabel = "P",
            defaultValue = "0.5",
            description =
                    "Neighbouring tiles with at least this tumour probability make a tumour region." + " Default: 0.5.")
    private double threshold = MapSettings.DEFAULT_THRESHOLD;

    @Option(
            names = "--tumor-class",
            paramLabel = "NAME",
            description = "The model's class whose regions are measured. Default: the one named TUM, tumor, cancer or"
                    + " the like.")
    private @Nullable String tumorClass;

    @Option(
            names = "--unsure-below",
            paramLabel = "P",
            defaultValue = "0.5",
            description = "A tile whose largest probability is below this is marked as unsure: hatched in pictures, a"
                    + " column in tables, an area in summary.json. 0 marks none. Default: 0.5.")
    private double unsureBelow = MapSettings.DEFAULT_UNSURE_BELOW;

    ResultsSettings settings() {
        try {
            return new ResultsSettings(
                    formats == null ? MapFormats.DEFAULT : MapFormats.of(formats),
                    new MapSettings(smooth, threshold, tumorClass, unsureBelow));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage())
                    .replace("smoothingCells", "--smooth")
                    .replace("tumorThreshold", "--tumor-threshold")
                    .replace("unsureBelow", "--unsure-below"));
        }
    }
}
