package io.slidestream.mapfiles.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CohortTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @Test
    void everySlide_hasALine_rejectedOnesTheirReason() throws IOException {
        map("batch 7/S2", MapSamples.KATHER);
        map("S1", MapSamples.KATHER);
        results().write(MapSamples.rejected("S3"));
        Cohort cohort = Cohort.read(root);
        assertThat(cohort.warnings()).isEmpty();
        assertThat(cohort.mapped()).isEqualTo(2);
        assertThat(cohort.rejected()).isEqualTo(1);
        List<String> lines = csv(cohort).lines().toList();
        assertThat(lines.get(0))
                .startsWith("slide,state,reason,tumor_regions_mm2,tumor_regions_share,tumor_regions,"
                        + "tumor_largest_diameter_um,tissue_mm2,unread_mm2,area_ADI_mm2,")
                .endsWith("model_name,model_id,written,seconds_seen_to_written,message,map_id,folder");
        assertThat(lines.get(1)).startsWith("S1,mapped,,").endsWith(",S1");
        assertThat(lines.get(2))
                .startsWith("S3,rejected,no-mpp,,")
                .contains(",the slide does not say how large a pixel is; give --mpp,");
        assertThat(lines.get(3)).startsWith("batch 7/S2,mapped,,").endsWith(",batch 7/S2");
        assertThat(lines.stream().map(line -> line.split(",", -1).length))
                .containsOnly(lines.get(0).split(",").length);
    }

    @Test
    void whatIsNoMap_isNamedAndPassedOver() throws IOException {
        map("S1", MapSamples.KATHER);
        write("cut/tiles.csv", "minx");
        write("cut/dicom/classes.dcm", "");
        write("foreign/notes.txt", "dear diary");
        write("broken/summary.json", "{\"state\":\"map");
        write("other/summary.json", "{\"state\":\"mapped\"}");
        write("list/summary.json", "[1]");
        write(".slidestream/broker/log", "");
        Files.createSymbolicLink(root.resolve("S1/again"), root);
        Cohort cohort = Cohort.read(root);
        assertThat(cohort.mapped()).isEqualTo(1);
        assertThat(cohort.warnings())
                .hasSize(5)
                .anyMatch(w -> w.startsWith("cut has files of a map but no summary.json"))
                .anyMatch(w -> w.equals("foreign holds no map"))
                .anyMatch(w -> w.startsWith("broken/summary.json cannot be read as JSON"))
                .anyMatch(w -> w.equals("other/summary.json is not of Slidestream"))
                .anyMatch(w -> w.equals("list/summary.json is not of Slidestream"));
    }

    @Test
    void slidesBelowFoldersCalledLikeResults_haveTheirLines() throws IOException {
        for (String name : List.of("dicom/S1", "wsinfer/lab/S2", "summary.json", "tumor-map.ome.zarr/S3", "S4")) {
            map(name, MapSamples.KATHER);
        }
        write("tiles.csv", "left by somebody");
        Cohort cohort = Cohort.read(root);
        assertThat(csv(cohort).lines().skip(1).map(line -> line.substring(0, line.indexOf(','))))
                .containsExactly("S4", "dicom/S1", "summary.json", "tumor-map.ome.zarr/S3", "wsinfer/lab/S2");
        assertThat(cohort.warnings())
                .singleElement()
                .asString()
                .startsWith(root + " has files of a map but no summary.json");
    }

    @Test
    void namesThatBeginLikeFormulas_areText() throws IOException {
        List<String> names = List.of("=1+1", "+1", "-rf", "@SUM(A1)");
        for (String name : names) {
            map(name, List.of("=a", "b"));
        }
        assertThat(csv(Cohort.read(root)).lines().skip(1))
                .hasSize(4)
                .allMatch(line -> line.startsWith("'"))
                .allMatch(line -> line.matches(".*,'[=+@-][^,]*"));
    }

    @Test
    void differentModels_areFlagged_andKeepTheirOwnColumns() throws IOException {
        map("S1", MapSamples.KATHER);
        map("S2", List.of("notumor", "tumor"));
        Cohort cohort = Cohort.read(root);
        assertThat(cohort.warnings()).anyMatch(w -> w.contains("2 ways (class and threshold)"));
        assertThat(cohort.classNames()).contains("TUM", "tumor").hasSize(11);
        assertThat(csv(cohort)).contains("area_TUM_mm2", "area_tumor_mm2");
    }

    @Test
    void page_linksToTheMaps_andShowsNamesAsText() throws IOException {
        map("a & <i>b</i> ü", MapSamples.KATHER);
        StringWriter page = new StringWriter();
        CohortHtml.write(Cohort.read(root), root.resolve("tables/cohort.html"), page);
        assertThat(page.toString())
                .contains(
                        "<a href=\"../a%20%26%20%3Ci%3Eb%3C/i%3E%20%C3%BC/summary.json\">a &amp; &lt;i&gt;b&lt;/i&gt; ü</a>")
                .doesNotContain("<i>", "http:", "https:");
    }

    @Test
    void page_spreadsTheSlidesOverTheShareOfTumour_whereThereAreEnough() throws IOException {
        for (int i = 1; i <= 4; i++) {
            map("S" + i, MapSamples.KATHER);
        }
        StringWriter few = new StringWriter();
        CohortHtml.write(Cohort.read(root), root.resolve("cohort.html"), few);
        assertThat(few.toString()).doesNotContain("<figure>");
        map("S5", MapSamples.KATHER);
        results().write(MapSamples.rejected("S6"));
        StringWriter page = new StringWriter();
        CohortHtml.write(Cohort.read(root), root.resolve("cohort.html"), page);
        assertThat(page.toString()).containsPattern("<li title=\"5 slides of \\d+ to \\d+ %\"><span>5</span>");
    }

    private MapResults results() {
        return new MapResults(
                new FolderResultsStore(root),
                (slide, side) -> new RgbImage(1, 1, new int[1]),
                new ResultsSettings(MapFormats.of(List.of("map")), MapSettings.DEFAULT),
                Clock.systemUTC());
    }

    private void map(String name, List<String> classNames) throws IOException {
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide(name), MapSamples.GRID, classNames, 1);
        assertThat(results().write(manifest, MapSamples.blocks(manifest).iterator()))
                .isNotNull();
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String csv(Cohort cohort) throws IOException {
        StringWriter out = new StringWriter();
        CohortCsv.write(cohort, out);
        return out.toString();
    }
}
