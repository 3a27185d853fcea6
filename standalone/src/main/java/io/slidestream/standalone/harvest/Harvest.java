package io.slidestream.standalone.harvest;

import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.catalog.people.Correction;
import io.slidestream.contracts.Sha256;
import io.slidestream.contracts.files.DraftFolder;
import io.slidestream.mapfiles.formats.SafeName;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.mapfiles.results.TilesTable;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.FetchedSlide;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.SlideFetcher;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** Makes labelled tiles of what people say of regions: a folder a class, with an index. */
public final class Harvest {
    /** Even where few regions were corrected, a model must not forget the rest. */
    private static final int LEAST_AGREED = 20;

    private final HarvestRequest request;
    private final SlideFetcher fetcher;
    private final Consumer<String> told;
    private final TileCutter cutter;
    private final Map<String, int[]> counts = new TreeMap<>();
    private int unreadable;
    private int lost;

    private Harvest(HarvestRequest request, SlideFetcher fetcher, Consumer<String> told) {
        this.request = request;
        this.fetcher = fetcher;
        this.told = told;
        cutter = new TileCutter(request.spec());
    }

    /** A class and its tiles, those that people named and those that nobody objected to. */
    public record Count(String label, int corrected, int agreed) {}

    /**
     * Cuts the tiles. The folder is there when all of them are.
     *
     * @param told lines for people
     * @return what was cut; empty, and no folder, if there was nothing
     */
    public static List<Count> of(
            HarvestRequest request, List<HarvestedSlide> slides, SlideFetcher fetcher, Consumer<String> told)
            throws IOException {
        return new Harvest(request, fetcher, told).run(slides);
    }

    private List<Count> run(List<HarvestedSlide> slides) throws IOException {
        List<List<HarvestTile>> tiles = corrected(slides);
        if (tiles.stream().allMatch(List::isEmpty)) {
            return List.of();
        }
        Path out = request.out().toAbsolutePath().normalize();
        try (DraftFolder draft = DraftFolder.of(out)) {
            try (Writer writer =
                    Files.newBufferedWriter(draft.path().resolve(HarvestIndex.FILE), StandardCharsets.UTF_8)) {
                HarvestIndex index = new HarvestIndex(writer);
                for (int i = 0; i < slides.size(); i++) {
                    cut(slides.get(i), tiles.get(i), draft.path(), index);
                }
            }
            Files.deleteIfExists(out); // an empty folder
            draft.moveTo(out);
        }
        if (unreadable > 0) {
            told.accept(unreadable + " tiles could not be read, and are left out");
        }
        if (lost > 0) {
            told.accept(lost + " slides could not be opened, and their tiles are left out");
        }
        return counts.entrySet().stream()
                .map(one -> new Count(one.getKey(), one.getValue()[0], one.getValue()[1]))
                .toList();
    }

    /** The tiles of each slide, those of people first. */
    private List<List<HarvestTile>> corrected(List<HarvestedSlide> slides) {
        List<List<HarvestTile>> tiles = new ArrayList<>();
        AgreedTiles agreed = new AgreedTiles(request.seed());
        Map<String, Integer> byClass = new HashMap<>();
        int contradictions = 0;
        int leftOut = 0;
        for (int i = 0; i < slides.size(); i++) {
            HarvestedSlide slide = slides.get(i);
            CorrectedTiles corrected = new CorrectedTiles(slide.grid(), request.leastCover());
            for (LabelledRegion region : slide.regions()) {
                String label = label(region);
                if (label == null) {
                    leftOut++;
                    corrected.exclude(region);
                } else {
                    corrected.add(new LabelledRegion(region.region(), label, region.author(), region.at()));
                }
            }
            List<HarvestTile> some = new ArrayList<>(corrected.tiles());
            some.forEach(tile -> byClass.merge(tile.label(), 1, Integer::sum));
            contradictions += corrected.contradictions();
            tiles.add(some);
            candidates(agreed, i, slide, corrected);
        }
        Integer asked = request.agreed();
        int ofEach = asked == null
                ? byClass.isEmpty() ? 0 : Math.max(LEAST_AGREED, Collections.max(byClass.values()))
                : asked;
        for (AgreedTiles.Drawn drawn : agreed.draw(ofEach)) {
            tiles.get(drawn.slide())
                    .add(new HarvestTile(drawn.place(), drawn.label(), HarvestTile.Source.AGREED, "the model"));
        }
        if (leftOut > 0) {
            told.accept(leftOut + (leftOut == 1 ? " region gives" : " regions give") + " no tiles, being of no class ("
                    + Correction.NOT_SURE + (request.artefacts() == null ? ", " + Correction.ARTEFACT : "") + ")");
        }
        if (contradictions > 0) {
            told.accept(contradictions + " tiles are left out, since people contradict each other there");
        }
        return tiles;
    }

    private @org.jspecify.annotations.Nullable String label(LabelledRegion region) {
        return switch (region.label()) {
            case Correction.NOT_SURE -> null;
            case Correction.ARTEFACT -> request.artefacts();
            default -> region.label();
        };
    }

    private void candidates(AgreedTiles agreed, int index, HarvestedSlide slide, CorrectedTiles corrected) {
        Path map = slide.map();
        Integer asked = request.agreed();
        if (map == null || asked != null && asked == 0) {
            return;
        }
        try {
            List<String> classNames = MapSummary.in(map).model().classNames();
            AgreedTiles.Candidates candidates = agreed.of(index, slide.grid(), classNames, corrected::touches);
            new TilesTable(slide.grid(), classNames.size()).read(TilesTable.in(map), candidates);
            candidates.end();
        } catch (IOException | IllegalArgumentException e) {
            told.accept("no agreed tiles of " + slide.slide().name() + ": " + e.getMessage());
        }
    }

    private void cut(HarvestedSlide slide, List<HarvestTile> tiles, Path draft, HarvestIndex index) throws IOException {
        if (tiles.isEmpty()) {
            return;
        }
        String name = slide.slide().name();
        String stem = SafeName.of(name.substring(name.lastIndexOf('/') + 1)) + "-"
                + Sha256.hex(slide.slide().location()).substring(0, 6);
        try (SlideReader reader = FetchedSlide.open(fetcher, slide.slide(), ReaderChoice.AUTO)) {
            for (HarvestTile tile : tiles) {
                try {
                    String file = SafeName.of(tile.label()) + "/" + stem + "-"
                            + tile.place().x() + "-" + tile.place().y() + ".png";
                    Path target = draft.resolve(file);
                    Files.createDirectories(target.getParent());
                    if (!ImageIO.write(cutter.cut(reader, tile.place()), "png", target.toFile())) {
                        throw new IOException("this Java writes no PNG");
                    }
                    index.add(file, tile, request.cases().of(name), name);
                    int at = tile.source() == HarvestTile.Source.CORRECTED ? 0 : 1;
                    counts.computeIfAbsent(tile.label(), one -> new int[2])[at]++;
                } catch (SlideException e) {
                    unreadable++;
                }
            }
        } catch (SlideException e) {
            lost++;
            told.accept(name + ": " + e.getMessage());
        }
    }

    /** Cases of some slides, for people. */
    public static int cases(List<HarvestedSlide> slides, CaseNames cases) {
        TreeSet<String> names = new TreeSet<>();
        slides.forEach(slide -> names.add(cases.of(slide.slide().name())));
        return names.size();
    }

    /** Classes of the model of which nothing was cut. */
    public static List<String> missing(List<Count> counts, List<String> classNames) {
        List<String> missing = new ArrayList<>(classNames);
        counts.forEach(count -> missing.remove(count.label()));
        return missing;
    }
}
