package io.slidestream.standalone.pipeline;

import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.tiler.tissue.InkHandling;
import io.slidestream.viewer.ViewerSettings;
import io.slidestream.viewer.command.S3Options;
import io.slidestream.viewer.command.ViewerOptions;
import io.slidestream.worker.config.PixelPath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the chain in one JVM.
 *
 * @param data where the broker and the ledgers live; survives, one process at a time
 * @param results where the maps are written
 * @param model folder of the model bundle
 * @param mpp microns per level-0 pixel whatever the slides say, or null
 * @param stride distance between tile origins as a share of their side, in (0, 1]
 * @param tilesLimit a slide that would get more tiles is rejected
 * @param ink what becomes of pen marks
 * @param output what is written of each map
 * @param engine what computes the network
 * @param symmetries forms of a tile that are classified, 1 or 8
 * @param batch tiles a call of the network; 0 means found by trying
 * @param threads the network computes with; 0 means one per processor
 * @param reader of slides, for all three services
 * @param pixels how they come to the network's resolution
 * @param upload where maps are also copied to, {@code s3://bucket/folder}, or null
 * @param s3 options on slides and results there
 * @param redact whether log lines name slides by ids
 * @param debugImages whether a picture of each slide's tissue mask is kept in {@code debug-images} under the results
 */
public record PipelineSettings(
        Path data,
        Path results,
        Path model,
        @Nullable Double mpp,
        double stride,
        int tilesLimit,
        InkHandling ink,
        ResultsSettings output,
        EngineChoice engine,
        int symmetries,
        int batch,
        int threads,
        ReaderChoice reader,
        PixelPath pixels,
        @Nullable String upload,
        S3Options s3,
        boolean redact,
        boolean debugImages) {
    /** The same with a batch size that is known. */
    public PipelineSettings withBatch(int tiles) {
        return new PipelineSettings(
                data,
                results,
                model,
                mpp,
                stride,
                tilesLimit,
                ink,
                output,
                engine,
                symmetries,
                tiles,
                threads,
                reader,
                pixels,
                upload,
                s3,
                redact,
                debugImages);
    }

    /** How the maps are shown while they are made. */
    public ViewerSettings viewer(ViewerOptions options) {
        return options.settings(results, output.map().tumorClass(), reader);
    }
}
