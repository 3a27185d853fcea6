package io.slidestream.standalone.commands;

import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.RenderingChange;
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
            description = "Pictures show the mean over so many neighbouring tiles to each side, 0..5. Figures and data"
                    + " files are never smoothed. Default: 0.")
    private @Nullable Integer smooth;

    @Option(
            names = "--tumor-threshold",
            paramLabel = "P",
            description =
                    "Neighbouring tiles with at least this tumour probability make a tumour region." + " Default: 0.5.")
    private @Nullable Double threshold;

    @Option(
            names = "--tumor-class",
            paramLabel = "NAME",
            description = "The model's class whose regions are measured. Default: the one named TUM, tumor, cancer or"
                    + " the like.")
    private @Nullable String tumorClass;

    @Option(
            names = "--unsure-below",
            paramLabel = "P",
            description = "A tile whose largest probability is below this is marked as unsure: hatched in pictures, a"
                    + " column in tables, an area in summary.json. 0 marks none. Default: 0.5.")
    private @Nullable Double unsureBelow;

    /** Refuses a tumour class that the model does not have. */
    static void check(RenderingChange change, List<String> classNames) {
        try {
            change.check(classNames);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--tumor-class: " + e.getMessage());
        }
    }

    /** @param titles what files that may leave the house call the slides */
    ResultsSettings settings(SlideTitles titles) {
        return change(titles).to(ResultsSettings.DEFAULT);
    }

    /**
     * Only what was asked for: a finished map keeps the rest.
     *
     * @param titles null where that was not asked for
     */
    RenderingChange change(@Nullable SlideTitles titles) {
        try {
            return new RenderingChange(
                    formats == null ? null : MapFormats.of(formats),
                    smooth,
                    threshold,
                    tumorClass,
                    unsureBelow,
                    titles);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage())
                    .replace("smoothingCells", "--smooth")
                    .replace("tumorThreshold", "--tumor-threshold")
                    .replace("unsureBelow", "--unsure-below"));
        }
    }
}
