package io.slidestream.standalone.commands;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.mapfiles.cohort.Cohort;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.isolation.Isolation;
import io.slidestream.slides.open.FetchedSlide;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideIsolation;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.standalone.harvest.Harvest;
import io.slidestream.standalone.harvest.HarvestRequest;
import io.slidestream.standalone.harvest.HarvestedSlide;
import io.slidestream.standalone.harvest.LabelledRegion;
import io.slidestream.standalone.harvest.QuPathRegions;
import io.slidestream.standalone.harvest.TileSpec;
import io.slidestream.standalone.pipeline.Home;
import io.slidestream.standalone.terminal.Printable;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.viewer.command.CatalogOptions;
import io.slidestream.viewer.command.S3Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "harvest",
        description =
                "Cuts training tiles from the regions that people have corrected, of all slides, into a folder for"
                        + " each class, with an index of slide, case, place and who; and as many tiles that nobody objected to beside"
                        + " them. 'train TILES --groups case' trains on them.",
        footer = "%nExit status: 0 when tiles were cut, 1 when there was nothing to cut, 2 on wrong usage.")
public final class HarvestCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = "maps",
            description = "The --out of run or watch, whose catalog has the corrections. Default: maps.")
    private Path results = Path.of("maps");

    @Option(names = "--out", paramLabel = "TILES", required = true, description = "A new folder for the tiles.")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Takes the annotations of this GeoJSON file of QuPath, with the classes they have there, in place of"
                            + " the catalog's corrections; needs --slide.")
    private @Nullable Path from;

    @Option(names = "--slide", paramLabel = "SLIDE", description = "The slide that --from was drawn on.")
    private @Nullable String slide;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "QuPath",
            description = "Who drew --from. Default: QuPath.")
    private String who = "QuPath";

    @Option(
            names = "--mpp",
            paramLabel = "MICRONS",
            description = "Microns per full-resolution pixel of --slide, where it does not say.")
    private @Nullable Double mpp;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "The model whose tiles' size and resolution are cut. Default: that of the maps; with --from the"
                            + " shipped nine-class one.")
    private @Nullable Path model;

    @Option(
            names = "--case",
            paramLabel = "REGEX",
            description =
                    "A regular expression over the slides' names whose one group in parentheses is the case. Default:"
                            + " the folder that a slide lies in, or else its name.")
    private @Nullable String caseOf;

    @Option(
            names = "--cover",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "How much of a tile a region must cover. A region too small for any gives the tile around its"
                    + " middle. Default: 0.5.")
    private double cover;

    @Option(
            names = "--agreed",
            paramLabel = "N",
            description =
                    "Tiles of each class beside the corrected ones of which the model is sure (0.9) and to which nobody"
                            + " objected, from the corrected slides. Default: as many as the most corrected class has, 20 at least.")
    private @Nullable Integer agreed;

    @Option(
            names = "--artefacts",
            paramLabel = "CLASS",
            description = "The class of regions that are called artefacts. Default: they are left out.")
    private @Nullable String artefacts;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the draw. Default: 1.")
    private long seed;

    @Option(
            names = "--catalog",
            paramLabel = "URL",
            description = "The catalog, if it is not in DIR: jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE."
                    + " Default: SLIDESTREAM_CATALOG_URL, or that of DIR.")
    private @Nullable String catalog;

    @Mixin
    private final S3Options s3 = new S3Options();

    @Override
    public Integer call() throws IOException {
        if ((from == null) != (slide == null)) {
            throw new UsageException(
                    "--from and --slide belong together: the annotations, and the slide they are drawn on");
        }
        CaseNames cases;
        try {
            cases = CaseNames.by(caseOf);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--case " + e.getMessage());
        }
        if (!(cover > 0 && cover <= 1)) {
            throw new UsageException("--cover must be above 0 and at most 1, was " + cover);
        }
        if (agreed != null && agreed < 0) {
            throw new UsageException("--agreed must not be negative, was " + agreed);
        }
        Path tiles = EmptyFolder.at(out);
        Terminal terminal = Terminal.standard();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (SlideFetchers slides = s3.fetchers(metrics)) {
            SlideIsolation.begin(Isolation.PROCESS, tiles, metrics);
            Taken taken =
                    from != null && slide != null ? annotated(from, slide, slides, terminal) : corrected(terminal);
            HarvestRequest request = new HarvestRequest(tiles, taken.spec(), cases, cover, agreed, artefacts, seed);
            List<Harvest.Count> counts =
                    Harvest.of(request, taken.slides(), slides, line -> terminal.print("! " + Printable.line(line)));
            return told(counts, taken, cases, terminal);
        }
    }

    /** One for each part of the split. */
    private static final int CASES_TO_SPLIT = 3;

    /** What is harvested. */
    private record Taken(TileSpec spec, List<HarvestedSlide> slides) {}

    private int told(List<Harvest.Count> counts, Taken taken, CaseNames cases, Terminal terminal) {
        if (counts.isEmpty()) {
            terminal.print("nothing to cut: no region says of which class it is");
            return 1;
        }
        for (Harvest.Count count : counts) {
            terminal.print(String.format(
                    "%-12s %d corrected, %d agreed", Printable.line(count.label()), count.corrected(), count.agreed()));
        }
        List<HarvestedSlide> with =
                taken.slides().stream().filter(one -> !one.regions().isEmpty()).toList();
        int caseCount = Harvest.cases(with, cases);
        terminal.print("tiles of " + taken.spec().sizePx() + " px at "
                + taken.spec().mpp() + " microns, of " + with.size() + (with.size() == 1 ? " slide, " : " slides, ")
                + caseCount + (caseCount == 1 ? " case, in " : " cases, in ") + out);
        List<String> missing = Harvest.missing(counts, taken.spec().classNames());
        if (!missing.isEmpty()) {
            terminal.print("! no tile of " + String.join(", ", missing)
                    + ": a model trained on these alone does not know what that is; correct regions of it, or add tiles"
                    + " to a folder of its name and to index.csv");
        }
        boolean byCase = caseCount >= CASES_TO_SPLIT;
        if (!byCase) {
            terminal.print("! fewer than " + CASES_TO_SPLIT + " cases cannot be kept apart in training, validation and"
                    + " test: figures will be too good; correct slides of more cases, or measure with --test");
        }
        terminal.print("train on them: slidestream train " + out + (byCase ? " --groups case" : "") + " --tile-mpp "
                + taken.spec().mpp() + " --encoder MODEL --out NEW");
        return 0;
    }

    private Taken annotated(Path file, String place, SlideFetchers slides, Terminal terminal) {
        TileSpec spec = spec(model == null ? Home.folder().resolve("models/crc-nine-class") : model);
        List<SlideVersion> found = SlideSelection.of(List.of(place), slides).slides();
        if (found.size() != 1) {
            throw new UsageException("--slide must name one slide, " + place + " has " + found.size());
        }
        SlideVersion version = found.get(0);
        try (SlideReader reader = FetchedSlide.open(slides, version, ReaderChoice.AUTO)) {
            SlideProperties properties = reader.properties();
            Level0Region bounds = properties.bounds().orElse(null);
            QuPathRegions regions =
                    QuPathRegions.read(file, bounds == null ? 0 : bounds.x(), bounds == null ? 0 : bounds.y(), who);
            if (regions.passedOver() > 0) {
                terminal.print("! " + regions.passedOver()
                        + " annotations without a class, or without an area, are passed over");
            }
            TileGrid grid = spec.grid(properties.widthPx(), properties.heightPx(), properties.requireMpp(mpp));
            return new Taken(spec, List.of(new HarvestedSlide(version, grid, regions.regions(), null)));
        } catch (SlideException | IllegalArgumentException e) {
            throw new UsageException(place + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + FileFault.words(e));
        }
    }

    private Taken corrected(Terminal terminal) throws IOException {
        if (!Files.isDirectory(results)) {
            throw new UsageException(results + " is no folder; name the --out of run or watch");
        }
        Map<String, List<LabelledRegion>> regions = corrections();
        if (regions.isEmpty()) {
            throw new UsageException("nobody has corrected anything in the catalog of " + results
                    + "; draw regions in the viewer (slidestream view " + results + "), or give --from and --slide");
        }
        Map<String, Path> maps = maps(regions.keySet());
        List<HarvestedSlide> slides = new ArrayList<>();
        TileSpec spec = model == null ? null : spec(model);
        for (Map.Entry<String, Path> one : maps.entrySet()) {
            MapSummary summary = MapSummary.in(one.getValue());
            TileSpec own = spec(summary);
            if (spec != null && model == null && !spec.isLike(own)) {
                throw new UsageException(
                        "the maps are of models with tiles of other sizes: " + spec.sizePx() + " px at " + spec.mpp()
                                + ", " + own.sizePx() + " px at " + own.mpp() + "; choose one with --model");
            }
            spec = spec == null ? own : spec;
            TileGrid grid = summary.grid();
            boolean same = spec.isLike(own);
            slides.add(new HarvestedSlide(
                    summary.slide(),
                    same ? grid : spec.grid(grid.slideWidthPx(), grid.slideHeightPx(), grid.mpp()),
                    regions.getOrDefault(one.getKey(), List.of()),
                    same ? one.getValue() : null));
        }
        TreeSet<String> without = new TreeSet<>(regions.keySet());
        without.removeAll(maps.keySet());
        without.forEach(location -> terminal.print(
                "! " + Printable.line(location) + " has corrections and no map in " + results + ": passed over"));
        if (spec == null) {
            throw new UsageException("none of the corrected slides has a map in " + results);
        }
        return new Taken(spec, slides);
    }

    /** By location of the slide, the oldest first. */
    private Map<String, List<LabelledRegion>> corrections() {
        Map<String, List<LabelledRegion>> regions = new LinkedHashMap<>();
        try {
            DatabaseUrl place =
                    catalog == null ? new CatalogOptions().of(results) : DatabaseUrl.of(catalog, null, null);
            if (!place.isMade()) {
                return regions;
            }
            try (CatalogStore store = CatalogStore.open(place)) {
                store.corrections()
                        .forEach(one -> regions.computeIfAbsent(one.slideLocation(), location -> new ArrayList<>())
                                .add(new LabelledRegion(one.region(), one.label(), one.author(), one.at())));
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--catalog " + e.getMessage());
        } catch (CatalogException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return regions;
    }

    /** The newest map of each of the slides, by location. */
    private Map<String, Path> maps(java.util.Set<String> locations) throws IOException {
        Map<String, Path> maps = new LinkedHashMap<>();
        Map<String, String> written = new LinkedHashMap<>();
        for (Path folder : Cohort.read(results).mapFolders()) {
            MapSummary summary = MapSummary.in(folder);
            String location = summary.slideLocation();
            if (locations.contains(location) && summary.written().compareTo(written.getOrDefault(location, "")) > 0) {
                written.put(location, summary.written());
                maps.put(location, folder);
            }
        }
        return maps;
    }

    private static TileSpec spec(Path bundle) {
        ModelConfig config = ModelBundle.load(bundle).config();
        return new TileSpec(config.classNames(), config.patchSizePx(), config.spacingUmPx());
    }

    private static TileSpec spec(MapSummary summary) {
        return new TileSpec(
                summary.model().classNames(),
                summary.model().patchSizePx(),
                summary.model().patchMpp());
    }
}
