package io.slidestream.standalone.commands;

import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.slides.isolation.Isolation;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.standalone.pipeline.Home;
import io.slidestream.standalone.pipeline.PipelineSettings;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.tiler.tissue.InkHandling;
import io.slidestream.tiler.tissue.TissueSettings;
import io.slidestream.viewer.command.S3Options;
import io.slidestream.worker.config.PixelPath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every command with a pipeline has. */
public final class PipelineOptions {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where the maps are written, a folder for each slide.")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder of the model bundle. Default: the shipped nine-class demonstration model.")
    private @Nullable Path model;

    @Option(
            names = "--mpp",
            paramLabel = "MICRONS",
            description = "Microns per full-resolution pixel of every slide, whatever the slides say.")
    private @Nullable Double mpp;

    @Option(
            names = "--stride",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "Distance between tiles as a share of their side; 0.5 overlaps them by half. Default: 1.")
    private double stride = 1;

    @Option(
            names = "--tiles-limit",
            paramLabel = "TILES",
            defaultValue = "" + TilingRecipe.DEFAULT_TILES_LIMIT,
            description = "A slide that would get more tiles is rejected: mostly its resolution is wrong. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int tilesLimit = TilingRecipe.DEFAULT_TILES_LIMIT;

    @Option(
            names = "--ink",
            paramLabel = "HOW",
            defaultValue = "auto",
            description = "Pen marks: auto leaves them out, unless most of what is coloured would go and so is a stain;"
                    + " remove always leaves them out; keep never. Default: auto.")
    private String ink = "auto";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the broker and the ledgers live between runs. Default: .slidestream in --out.")
    private @Nullable Path data;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final S3Options s3 = new S3Options();

    @Option(
            names = "--keep",
            paramLabel = "WHICH",
            defaultValue = "all",
            description = "Which maps of a slide stay when another one of it is made, by another model or with other"
                    + " settings: all, the newest in the slide's folder and the others in maps/ID below it; or one, the newest."
                    + " Default: all.")
    private String keep = "all";

    @Option(
            names = "--upload",
            paramLabel = "s3://BUCKET/FOLDER",
            description = "Also copy each map there, summary.json last.")
    private @Nullable String upload;

    @Option(
            names = "--reader",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "What reads slides: auto, or openslide for all of them. Default: auto, which reads SVS, NDPI"
                    + " and tiled TIFF directly, several times as fast.")
    private String reader = "auto";

    @Option(
            names = "--isolation",
            paramLabel = "WHERE",
            defaultValue = "process",
            description =
                    "Where OpenSlide reads: in processes of its own (process), which a slide may end without ending"
                            + " anything else, or in this one (none). Default: process.")
    private String isolation = "process";

    @Option(
            names = "--exact-pixels",
            description = "Decodes slides finer than the network's resolution in full before they are resized, as"
                    + " WSInfer does, instead of at reduced size.")
    private boolean exactPixels;

    @Option(
            names = "--redact",
            description = "Log lines name slides by ids, not by their files; `status --json` says which is which.")
    private boolean redact;

    @Option(
            names = "--debug-images",
            description = "Also draw each slide beside its tissue mask, into debug-images in --out.")
    private boolean debugImages;

    /** Settings that apply when only the folder of the maps is given. */
    public static PipelineSettings defaults(Path out) {
        PipelineOptions options = new PipelineOptions();
        options.out = out;
        return options.settings();
    }

    PipelineSettings settings() {
        check(
                mpp == null || PlausibleMpp.contains(mpp),
                "--mpp must be in " + PlausibleMpp.RANGE + " microns, was " + mpp);
        check(
                tilesLimit >= 1 && tilesLimit <= TileGrid.MAX_CELLS,
                "--tiles-limit must be in 1.." + TileGrid.MAX_CELLS + ", was " + tilesLimit);
        check(InkHandling.labels().contains(ink), "--ink must be one of " + InkHandling.labels() + ", was " + ink);
        check(stride > 0 && stride <= 1, "--stride must be above 0 and at most 1, was " + stride);
        check(
                ReaderChoice.labels().contains(reader),
                "--reader must be one of " + ReaderChoice.labels() + ", was " + reader);
        check(
                Isolation.labels().contains(isolation),
                "--isolation must be one of " + Isolation.labels() + ", was " + isolation);
        Path results = out.toAbsolutePath().normalize();
        return new PipelineSettings(
                new PipelineSettings.Folders(
                        data == null
                                ? results.resolve(".slidestream")
                                : data.toAbsolutePath().normalize(),
                        results,
                        (model == null ? Home.folder().resolve("models/crc-nine-class") : model)
                                .toAbsolutePath()
                                .normalize()),
                new PipelineSettings.Tiling(mpp, stride, tilesLimit, InkHandling.of(ink)),
                engine.computing(),
                new OpeningSettings(ReaderChoice.of(reader), Isolation.of(isolation)),
                exactPixels ? PixelPath.EXACT : PixelPath.REDUCED,
                new PipelineSettings.Output(
                        output.settings(redact ? SlideTitles.IDS : SlideTitles.NAMES),
                        output.change(redact ? SlideTitles.IDS : null),
                        kept(),
                        upload,
                        debugImages),
                s3,
                redact);
    }

    private FolderResultsStore.Keep kept() {
        try {
            return FolderResultsStore.Keep.labelled(keep);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--keep " + e.getMessage());
        }
    }

    /** Recipe that decides, besides the slide, which map is made. */
    public static TilingRecipe recipe(PipelineSettings settings, ModelBundle bundle) {
        OutputOptions.check(settings.output().change(), bundle.config().classNames());
        return new TilingRecipe(
                bundle.model(settings.computing().symmetries()),
                settings.tiling().stride(),
                settings.tiling().mpp(),
                TissueSettings.DEFAULT.withInk(settings.tiling().ink()),
                settings.tiling().tilesLimit());
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }
}
