package io.slidestream.standalone.pipeline;

import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.RenderingChange;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.tiler.tissue.InkHandling;
import io.slidestream.viewer.ViewerSettings;
import io.slidestream.viewer.command.S3Options;
import io.slidestream.viewer.command.ViewerOptions;
import io.slidestream.worker.config.InferenceSettings;
import io.slidestream.worker.config.PixelPath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the chain in one JVM.
 *
 * @param computing of the network
 * @param opening how all three services open slides
 * @param pixels how they come to the network's resolution
 * @param s3 options on slides and results there
 * @param redact whether log lines name slides by ids
 */
public record PipelineSettings(
        Folders folders,
        Tiling tiling,
        InferenceSettings.Computing computing,
        OpeningSettings opening,
        PixelPath pixels,
        Output output,
        S3Options s3,
        boolean redact) {
    /**
     * Where everything lies.
     *
     * @param data where the broker and the ledgers live; survives, one process at a time
     * @param results where the maps are written
     * @param model folder of the model bundle
     */
    public record Folders(Path data, Path results, Path model) {}

    /**
     * How slides are tiled.
     *
     * @param mpp microns per level-0 pixel whatever the slides say, or null
     * @param stride distance between tile origins as a share of their side, in (0, 1]
     * @param tilesLimit a slide that would get more tiles is rejected
     * @param ink what becomes of pen marks
     */
    public record Tiling(@Nullable Double mpp, double stride, int tilesLimit, InkHandling ink) {}

    /**
     * What comes out.
     *
     * @param maps what is written of each map
     * @param change what of that was asked for, and so holds for maps that are there already
     * @param keep which maps of a slide stay
     * @param upload where maps are also copied to, {@code s3://bucket/folder}, or null
     * @param debugImages whether a picture of each slide's tissue mask is kept in {@code debug-images} under the results
     */
    public record Output(
            ResultsSettings maps,
            RenderingChange change,
            FolderResultsStore.Keep keep,
            @Nullable String upload,
            boolean debugImages) {}

    /** The same with a batch size that is known. */
    public PipelineSettings withBatch(int tiles) {
        InferenceSettings.Computing known =
                new InferenceSettings.Computing(computing.engine(), computing.symmetries(), tiles, computing.threads());
        return new PipelineSettings(folders, tiling, known, opening, pixels, output, s3, redact);
    }

    /** How the maps are shown while they are made. */
    public ViewerSettings viewer(ViewerOptions options) {
        return options.settings(folders.results(), output.maps().map().tumorClass(), opening.reader());
    }
}
