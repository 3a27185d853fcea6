package io.slidestream.standalone.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.MapSamples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarvestTest {
    private static final TileSpec SPEC = new TileSpec(MapSamples.KATHER, 224, 0.5);

    @TempDir
    Path root;

    private final List<String> told = new ArrayList<>();

    @Test
    void correctedAndAgreedTiles_areCutAsTheWorkerReadsThem_withAnIndex() throws Exception {
        HarvestedSlide slide = slide(List.of(
                CorrectedTilesTest.region("TUM", "ann", 448, 448, 896, 672),
                CorrectedTilesTest.region("artefact", "ann", 0, 0, 224, 224)));

        List<Harvest.Count> counts = Harvest.of(request(5), List.of(slide), new LocalSlideFetcher(), told::add);

        assertThat(counts).anySatisfy(count -> {
            assertThat(count.label()).isEqualTo("TUM");
            assertThat(count.corrected()).isEqualTo(2);
        });
        assertThat(counts).allSatisfy(count -> assertThat(count.agreed()).isLessThanOrEqualTo(5));
        assertThat(counts.stream().mapToInt(Harvest.Count::agreed).sum()).isPositive();
        assertThat(Harvest.missing(counts, MapSamples.KATHER))
                .containsExactly("DEB", "LYM", "MUC", "MUS", "NORM", "STR");
        assertThat(told)
                .anyMatch(line -> line.startsWith("1 region gives no tiles, being of no class (not sure, artefact)"));
        List<String> index = Files.readAllLines(root.resolve("tiles/index.csv"));
        assertThat(index.get(0)).isEqualTo("file,class,case,slide,x,y,width,height,source,who");
        assertThat(index)
                .filteredOn(line -> line.endsWith(",corrected,ann"))
                .hasSize(2)
                .allMatch(line -> line.contains(",TUM,case 7,case 7/S1,"));
        assertThat(index).filteredOn(line -> line.contains(",448,448,")).hasSize(1);
        for (String line : index.subList(1, index.size())) {
            BufferedImage tile = ImageIO.read(
                    root.resolve("tiles").resolve(line.split(",", -1)[0]).toFile());
            assertThat(tile.getWidth()).isEqualTo(224);
        }
        Path first = root.resolve("tiles").resolve(index.get(1).split(",", -1)[0]);
        try (SlideReader reader = SlideReaders.open(root.resolve("bucket/case 7/S1.svs"))) {
            RgbImage expected = reader.read(slide.grid().region(new Cell(2, 2)), 0);
            assertThat(ImageIO.read(first.toFile()).getRGB(0, 0, 224, 224, null, 0, 224))
                    .isEqualTo(java.util.Arrays.stream(expected.rgb())
                            .map(rgb -> rgb | 0xff000000)
                            .toArray());
        }
    }

    @Test
    void nothingToCut_leavesNoFolder() throws Exception {
        HarvestedSlide slide = slide(List.of(CorrectedTilesTest.region("not sure", "ann", 0, 0, 400, 400)));
        assertThat(Harvest.of(request(0), List.of(slide), new LocalSlideFetcher(), told::add))
                .isEmpty();
        assertThat(root.resolve("tiles")).doesNotExist();
    }

    @Test
    void quPathsFile_givesItsClassifiedAreas_countedFromTheScannedPart() throws Exception {
        Path file = Files.writeString(
                root.resolve("a.geojson"),
                "{\"type\":\"FeatureCollection\",\"features\":["
                        + "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,0]]]},"
                        + "\"properties\":{\"classification\":{\"name\":\"TUM\"}}},"
                        + "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,1]},"
                        + "\"properties\":{\"classification\":{\"names\":[\"STR\"]}}},"
                        + "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,0]]]},"
                        + "\"properties\":{}}]}");
        QuPathRegions regions = QuPathRegions.read(file, 100, 50, "eve");
        assertThat(regions.passedOver()).isEqualTo(2);
        assertThat(regions.regions()).singleElement().satisfies(one -> {
            assertThat(one.label()).isEqualTo("TUM");
            assertThat(one.author()).isEqualTo("eve");
            assertThat(one.region().outline().getBounds()).isEqualTo(new java.awt.Rectangle(100, 50, 9, 9));
        });
        Path other = Files.writeString(root.resolve("b.geojson"), "{\"slides\":[]}");
        assertThatThrownBy(() -> QuPathRegions.read(other, 0, 0, "eve")).hasMessage("it is no GeoJSON of annotations");
    }

    @Test
    void caseOfASlide_isItsFolder_orWhatThePatternSays() {
        assertThat(CaseNames.by(null).of("ward/P7/S1")).isEqualTo("ward/P7");
        assertThat(CaseNames.by(null).of("S1")).isEqualTo("S1");
        assertThat(CaseNames.by("^(P\\d+)-").of("P7-2 HE")).isEqualTo("P7");
        assertThatThrownBy(() -> CaseNames.by("P\\d+")).hasMessageContaining("one group in parentheses");
    }

    private HarvestRequest request(int agreed) {
        return new HarvestRequest(root.resolve("tiles"), SPEC, CaseNames.by(null), 0.5, agreed, null, 1);
    }

    /** A slide whose map is sure of every tile. */
    private HarvestedSlide slide(List<LabelledRegion> regions)
            throws IOException, io.slidestream.slides.SlideException {
        Path file = root.resolve("bucket/case 7/S1.svs");
        Files.createDirectories(file.getParent());
        SyntheticSlide.builder().size(2400, 2200).mpp(0.5).write(file);
        SlideVersion found = FolderSlideStore.version(file);
        SlideVersion version = new SlideVersion(found.location(), found.fingerprint(), "case 7/S1");
        TileGrid grid = SPEC.grid(2400, 2200, 0.5);
        SlideTiled manifest = MapSamples.manifest(version, grid, MapSamples.KATHER, 1);
        List<BlockScored> blocks = MapSamples.blocks(manifest, cell -> {
            List<Float> probabilities = new ArrayList<>(Collections.nCopies(9, 0f));
            probabilities.set(cell.column() % 2, 1f);
            return new TileScore.Scored(probabilities);
        });
        Path map = Path.of(new MapResults(
                        new FolderResultsStore(root.resolve("maps")),
                        (slide, side) -> new RgbImage(1, 1, new int[1]),
                        new ResultsSettings(MapFormats.of(Set.of()), MapSettings.DEFAULT),
                        Clock.systemUTC())
                .write(manifest, blocks.iterator()));
        return new HarvestedSlide(version, grid, regions, map);
    }
}
