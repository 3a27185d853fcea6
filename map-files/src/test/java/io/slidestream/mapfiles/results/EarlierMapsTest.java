package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.cohort.Cohort;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlierMapsTest {
    private static final SlideTiled FIRST = MapSamples.manifest("case/S1");
    private static final SlideTiled SECOND = MapSamples.by("eighteen classes", FIRST);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @Test
    void mapByAnotherModel_leavesTheEarlierOneBeside_withAllItsFiles() throws IOException {
        write(FIRST);
        Files.writeString(slide().resolve("notes.txt"), "the pathologist's");
        List<String> files = files(slide());
        write(SECOND);
        assertThat(map(slide())).isEqualTo(SECOND.mapId().hex());
        assertThat(map(earlier(FIRST))).isEqualTo(FIRST.mapId().hex());
        files.remove("notes.txt");
        assertThat(files(earlier(FIRST))).containsExactlyElementsOf(files);
        assertThat(slide().resolve("notes.txt")).exists();
        assertThat(new FolderResultsStore(root).find(FIRST.slide(), FIRST.mapId()))
                .contains(earlier(FIRST));
        assertThat(new FolderResultsStore(root).find(SECOND.slide(), SECOND.mapId()))
                .contains(slide());
    }

    @Test
    void earlierMapThatIsMadeAgain_isTheNewest_andLiesOnce() throws IOException {
        write(FIRST);
        write(SECOND);
        write(FIRST);
        assertThat(map(slide())).isEqualTo(FIRST.mapId().hex());
        assertThat(EarlierMaps.below(slide())).containsExactly(earlier(SECOND));
        write(FIRST);
        assertThat(EarlierMaps.below(slide())).containsExactly(earlier(SECOND));
    }

    @Test
    void keepOne_replacesTheMap() throws IOException {
        write(FIRST);
        new Results(ResultsCopy.NONE, FolderResultsStore.Keep.ONE).write(SECOND);
        assertThat(map(slide())).isEqualTo(SECOND.mapId().hex());
        assertThat(slide().resolve("maps")).doesNotExist();
    }

    @Test
    void rejectionByAnotherModel_leavesTheMapBeside() throws IOException {
        write(FIRST);
        URI unused = new Results(ResultsCopy.NONE, FolderResultsStore.Keep.ALL)
                .results()
                .write(new SlideRejected(
                        SECOND.mapId(), 1, SECOND.slide(), RejectionReason.NO_TISSUE, "none", SECOND.seenAtMillis()));
        assertThat(MapSummary.in(slide()).isMapped()).isFalse();
        assertThat(map(earlier(FIRST))).isEqualTo(FIRST.mapId().hex());
    }

    /** Copies to a bucket come between the steps, so their failing ends the writing there. */
    @ParameterizedTest
    @ValueSource(strings = {"case/S1/maps/", "case/S1"})
    void writingCutShort_losesNoMap_andTheNextOneIsWhole(String failing) throws IOException {
        write(FIRST);
        ResultsCopy away = (name, folder, files, marker) -> {
            if (failing.endsWith("/") ? name.startsWith(failing) : name.equals(failing)) {
                throw new IOException("the bucket is away");
            }
        };
        assertThatThrownBy(() -> new Results(away, FolderResultsStore.Keep.ALL).write(SECOND))
                .hasMessage("the bucket is away");
        assertThat(map(earlier(FIRST))).isEqualTo(FIRST.mapId().hex());
        write(SECOND);
        assertThat(map(slide())).isEqualTo(SECOND.mapId().hex());
        assertThat(EarlierMaps.below(slide())).containsExactly(earlier(FIRST));
        assertThat(files(earlier(FIRST))).contains("summary.json", "tiles.csv");
    }

    @Test
    void halfADraftOfAKilledProcess_isSweptAway() throws IOException {
        write(FIRST);
        Path draft = Files.createDirectories(slide().resolve("maps/.writing-" + FIRST.mapId()));
        Files.writeString(draft.resolve("tiles.csv"), "half a tab");
        write(SECOND);
        assertThat(earlier(FIRST).resolve("tiles.csv")).isNotEmptyFile();
        assertThat(Files.size(earlier(FIRST).resolve("tiles.csv"))).isGreaterThan(1_000);
        assertThat(draft).doesNotExist();
    }

    @Test
    void copiesFollow() throws IOException {
        List<String> told = new ArrayList<>();
        ResultsCopy copy = new ResultsCopy() {
            @Override
            public void copy(String name, Path folder, Set<String> files, Path marker) {
                assertThat(marker).exists();
                told.add("+ " + name);
            }

            @Override
            public void remove(String name) {
                told.add("- " + name);
            }
        };
        Results results = new Results(copy, FolderResultsStore.Keep.ALL);
        results.write(FIRST);
        results.write(SECOND);
        results.write(FIRST);
        String below = "case/S1/maps/";
        assertThat(told)
                .containsExactly(
                        "+ case/S1",
                        "+ " + below + FIRST.mapId(),
                        "+ case/S1",
                        "+ " + below + SECOND.mapId(),
                        "+ case/S1",
                        "- " + below + FIRST.mapId());
    }

    @Test
    void earlierMap_isWrittenAnewWhereItLies() throws IOException {
        write(FIRST);
        write(SECOND);
        new Results(ResultsCopy.NONE, FolderResultsStore.Keep.ALL)
                .results()
                .render(
                        StoredMap.in(earlier(FIRST)),
                        new RenderingChange(MapFormats.of(List.of("csv")), null, null, null, null, null));
        assertThat(files(earlier(FIRST))).containsExactly("summary.json", "tiles.csv");
        assertThat(map(slide())).isEqualTo(SECOND.mapId().hex());
    }

    @Test
    void cohort_hasARowASlide_andSaysThatThereIsMore() throws IOException {
        write(FIRST);
        write(SECOND);
        Cohort cohort = Cohort.read(root);
        assertThat(cohort.mapped()).isEqualTo(1);
        assertThat(cohort.mapFolders()).containsExactly(slide(), earlier(FIRST));
        assertThat(cohort.warnings()).singleElement().asString().startsWith("1 slide has 1 earlier map, by other");
    }

    @Test
    void slideNamedLikeAnEarlierMap_liesElsewhere() throws IOException {
        assertThat(FolderName.below(root, "case/S1/maps/" + FIRST.mapId(), ""))
                .isEqualTo(slide().resolve("maps").resolve(FIRST.mapId() + "_"));
        assertThat(FolderName.below(root, "case/maps/S2", "")).isEqualTo(root.resolve("case/maps/S2"));
    }

    private void write(SlideTiled tiled) throws IOException {
        new Results(ResultsCopy.NONE, FolderResultsStore.Keep.ALL).write(tiled);
    }

    private final class Results {
        private final MapResults results;

        Results(ResultsCopy copy, FolderResultsStore.Keep keep) {
            results = new MapResults(
                    new FolderResultsStore(root, copy, keep),
                    (slide, side) -> new RgbImage(1, 1, new int[1]),
                    Clock.systemUTC());
        }

        MapResults results() {
            return results;
        }

        void write(SlideTiled tiled) throws IOException {
            URI unused = results.write(tiled, MapSamples.blocks(tiled).iterator());
        }
    }

    private Path slide() {
        return root.resolve("case/S1");
    }

    private Path earlier(SlideTiled tiled) {
        return EarlierMaps.in(slide(), tiled.mapId());
    }

    private static String map(Path folder) throws IOException {
        return MapSummary.in(folder).mapIdHex();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList());
        }
    }
}
