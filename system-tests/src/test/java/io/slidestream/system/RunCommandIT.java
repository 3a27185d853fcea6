package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.contracts.Level0Region;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.synthetic.TissueClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One folder of good and bad slides, mapped, mapped again, and with what was missing. Each step is a process; no test
 * needs another to have run.
 */
@ExtendWith(NeedsOpenSlide.class)
class RunCommandIT {
    private static final int WIDTH = 3000;
    private static final int HEIGHT = 2000;
    private static final List<String> FILES = List.of(
            "overlay.png",
            "report.html",
            "report.pdf",
            "summary.json",
            "thumbnail.png",
            "tiles.csv",
            "tiles.geojson",
            "tumor-map.png",
            "tumor-regions.geojson");

    @TempDir
    static Path folder;

    private static Path slides;
    private static Path maps;
    private static String said;
    private static String logged;

    @BeforeAll
    static void mapAFolderOfGoodAndBad() throws Exception {
        slides = Files.createDirectory(folder.resolve("slides"));
        maps = folder.resolve("maps");
        SyntheticSlide good = slide().write(slides.resolve("good.svs"));
        Level0Region tissue = good.truth().stream()
                .filter(cell -> cell.tissue() == TissueClass.TUM)
                .findFirst()
                .orElseThrow()
                .region();
        slide().corruptTile((int) tissue.x() / 256, (int) tissue.y() / 256).write(slides.resolve("damaged.svs"));
        slide().withoutMpp().write(slides.resolve("no-mpp.svs"));
        Files.writeString(slides.resolve("text.svs"), "This is no slide.\n");
        byte[] whole = Files.readAllBytes(slides.resolve("good.svs"));
        Files.write(slides.resolve("truncated.svs"), Arrays.copyOf(whole, whole.length / 2));
        said = run(1, "run", slides, "--out", maps, "--redact");
        logged = Files.readString(maps.resolve(".slidestream/slidestream.log"));
    }

    @Test
    void everySlide_isReported_andTheBadOnesSayWhy() {
        assertThat(said)
                .containsPattern("✓ good  (\\d+) tiles expected = \\1 scored \\+ 0 rejected")
                .containsPattern("✓ damaged  \\d+ tiles expected = \\d+ scored \\+ [1-9]\\d* rejected \\(unreadable\\)")
                .containsPattern("✗ no-mpp  rejected, no-mpp: .*--mpp")
                .containsPattern("✗ text  rejected, not-a-slide: ")
                .containsPattern("✗ truncated  rejected, incomplete: ")
                .contains("2 of 5 mapped, 3 rejected")
                .contains(maps.resolve("good").toString());
    }

    @Test
    void redactedLogs_nameNoSlide() {
        assertThat(logged)
                .contains("tiled slide-", "rejected slide-")
                .doesNotContain("good", "damaged", "truncated", ".svs");
    }

    @Test
    void aGoodSlide_hasAllFiles_andARejectedOneItsReason() throws IOException {
        assertThat(names(maps.resolve("good"))).containsExactlyElementsOf(FILES);
        assertThat(names(maps.resolve("text"))).containsExactly("summary.json");
        assertThat(summary("text").at("/state").asText()).isEqualTo("rejected");
    }

    @Test
    void everyExpectedTile_isARowInsideTheSlide_withProbabilitiesOfOne() throws IOException {
        TilesTable table = TilesTable.read(maps.resolve("good/tiles.csv"));

        assertThat(table.rows()).hasSize(expected("good")).hasSizeGreaterThan(20);
        assertThat(table.rows()).doesNotHaveDuplicates().allSatisfy(row -> {
            assertThat(row.liesIn(WIDTH, HEIGHT)).isTrue();
            assertThat(row.status()).isEqualTo("scored");
            assertThat(row.probabilities()).hasSize(9).allMatch(p -> p >= 0 && p <= 1);
            assertThat(row.sum()).isEqualTo(1, within(1e-5));
        });
    }

    @Test
    void anUnreadableTile_isARowOfItsOwnKind() throws IOException {
        TilesTable table = TilesTable.read(maps.resolve("damaged/tiles.csv"));
        Map<String, Long> rows =
                table.rows().stream().collect(Collectors.groupingBy(TilesTable.Row::status, Collectors.counting()));

        assertThat(table.rows()).hasSize(expected("damaged"));
        assertThat(rows).containsOnlyKeys("scored", "unreadable");
        assertThat(table.rows())
                .filteredOn(row -> row.status().equals("unreadable"))
                .allSatisfy(row -> assertThat(row.probabilities()).isEmpty());
    }

    @Test
    void theSecondTime_onlyTheRejectedAreTried() throws Exception {
        Map<Path, Object> before = state(maps.resolve("good"));

        String again = run(1, "run", slides, "--out", maps);

        assertThat(again)
                .contains("= good  mapped before; --again maps it anew")
                .contains("= damaged  mapped before")
                .contains("3 slides to map")
                .contains("2 of 5 mapped, 2 of them before, 3 rejected")
                .doesNotContain("✓");
        assertThat(state(maps.resolve("good"))).isEqualTo(before);
    }

    @Test
    void again_makesTheSameBytes() throws Exception {
        Path csv = maps.resolve("good/tiles.csv");
        byte[] before = Files.readAllBytes(csv);
        Object written = Files.getLastModifiedTime(csv);

        run(0, "run", slides.resolve("good.svs"), "--out", maps, "--again");

        assertThat(Files.getLastModifiedTime(csv)).isNotEqualTo(written);
        assertThat(csv).hasBinaryContent(before);
        assertThat(summary("good").at("/attempt").asInt()).isEqualTo(2);
    }

    @Test
    void mpp_mapsTheSlideThatDoesNotSayIts_andTheOthersNeedNothing() throws Exception {
        Path own = folder.resolve("with-mpp");
        run(1, "run", slides.resolve("no-mpp.svs"), "--out", own);

        String mapped = run(0, "run", slides.resolve("no-mpp.svs"), "--out", own, "--mpp", "0.5");
        String nothingToDo = run(0, "run", slides.resolve("no-mpp.svs"), "--out", own, "--mpp", "0.5");

        assertThat(mapped).contains("✓ no-mpp");
        assertThat(nothingToDo).contains("1 of 1 mapped, 1 of them before").doesNotContain("to map with");
        assertThat(names(own.resolve("no-mpp"))).containsExactlyElementsOf(FILES);
        assertThat(own.resolve("no-mpp/tiles.csv")).hasSameBinaryContentAs(maps.resolve("good/tiles.csv"));
    }

    @Test
    void wrongUse_saysWhatToDo_andExitsWithTwo() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(run(2, "run", empty, "--out", maps)).contains("no slides in " + empty);
        assertThat(run(2, "run", slides, "--out", maps, "--model", empty)).contains("config.json");
        assertThat(run(2, "run", slides)).contains("--out", "Usage: slidestream run");
    }

    private static SyntheticSlide.Builder slide() {
        return SyntheticSlide.builder().size(WIDTH, HEIGHT).mpp(0.5).cellTiles(2);
    }

    private static String run(int status, Object... arguments) throws InterruptedException {
        try (Child child = Checkout.slidestream(arguments)) {
            child.exits(status);
            return child.output();
        }
    }

    private static JsonNode summary(String slide) throws IOException {
        return new ObjectMapper()
                .readTree(maps.resolve(slide).resolve("summary.json").toFile());
    }

    private static int expected(String slide) throws IOException {
        return summary(slide).at("/ledger/expected").asInt(-1);
    }

    private static List<String> names(Path map) throws IOException {
        try (Stream<Path> files = Files.list(map)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<Path, Object> state(Path map) throws IOException {
        try (Stream<Path> files = Files.list(map)) {
            return files.collect(
                    Collectors.toMap(file -> file, file -> file.toFile().lastModified()));
        }
    }
}
