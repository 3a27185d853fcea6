package io.slidestream.viewer.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.cohort.Cohort;
import io.slidestream.mapfiles.cohort.CohortCsv;
import io.slidestream.mapfiles.cohort.CohortHtml;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.TimeLimit;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TimeLimit(seconds = 60)
class FolderCohortTest {
    private final Path folder;
    private final Path results;
    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);

    FolderCohortTest(@TempDir Path folder) {
        this.folder = folder;
        this.results = folder.resolve("maps");
    }

    @ParameterizedTest
    @EnumSource
    void reportOfTheCatalog_isThatOfTheFolder_howeverItChanges(RebuiltCatalogTest.Place place) throws IOException {
        SlideTiled first = MapSamples.manifest("S1");
        write(first);
        try (CatalogStore store = RebuiltCatalogTest.open(place.empty(folder))) {
            MapIndex index = store.maps(new TumourArea(null));
            assertSame(index, 1);
            write(MapSamples.by("eighteen classes", first));
            write(MapSamples.manifest("batch 7/S2 ü"));
            var unused = results().write(MapSamples.rejected("S3"));
            file("cut/tiles.csv", "minx");
            file("cut/dicom/classes.dcm", "");
            file("foreign/notes.txt", "dear diary");
            file("broken/summary.json", "{\"state\":\"map");
            file("other/summary.json", "{\"state\":\"mapped\"}");
            file("odd/summary.json", "{\"state\":\"mapped\",\"mapId\":\"x\",\"slide\":{\"name\":\"odd\"}}");
            assertSame(index, 4);
            copy("S1", "copy of S1");
            assertSame(index, 5);
            assertSame(index, 5);
            remove("copy of S1");
            remove("foreign");
            remove("broken");
            assertSame(index, 4);
            assertThat(index.at(first.slide().location()))
                    .as("the map of the copy")
                    .hasSize(2);
            remove("batch 7");
            remove("odd");
            assertSame(index, 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void folderThatSomebodyWatches_isNotLookedThrough(RebuiltCatalogTest.Place place) throws IOException {
        write(MapSamples.manifest("S1"));
        try (CatalogStore store = RebuiltCatalogTest.open(place.empty(folder))) {
            MapIndex index = store.maps(new TumourArea(null));
            Catalog.bringUpToDate(index, results);
            index.summaries().watch(results, clock.millis());
            write(MapSamples.manifest("S2"));
            assertThat(new FolderCohort(index, results, clock).read().mapped())
                    .as("who watches will tell")
                    .isEqualTo(1);
            index.summaries().watch(results, clock.millis() - 1);
            assertThat(new FolderCohort(index, results, clock).read().mapped())
                    .as("he is gone")
                    .isEqualTo(2);
            index.summaries().watch(results, clock.millis());
            index.summaries().unwatch(results);
            write(MapSamples.manifest("S3"));
            assertThat(new FolderCohort(index, results, clock).read().mapped()).isEqualTo(3);
        }
    }

    private void assertSame(MapIndex index, int rows) throws IOException {
        Cohort ofFolder = Cohort.read(results);
        Cohort ofCatalog = new FolderCohort(index, results, clock).read();
        assertThat(ofCatalog.mapped() + ofCatalog.rejected()).isEqualTo(rows);
        assertThat(ofCatalog.warnings()).isEqualTo(ofFolder.warnings());
        assertThat(csv(ofCatalog)).isEqualTo(csv(ofFolder));
        assertThat(html(ofCatalog)).isEqualTo(html(ofFolder));
        assertThat(ofCatalog.mapFolders()).isEqualTo(ofFolder.mapFolders());
    }

    private static String csv(Cohort cohort) throws IOException {
        StringWriter out = new StringWriter();
        CohortCsv.write(cohort, out);
        return out.toString();
    }

    private String html(Cohort cohort) throws IOException {
        StringWriter out = new StringWriter();
        CohortHtml.write(cohort, results.resolve("cohort.html"), out);
        return out.toString();
    }

    private void write(SlideTiled tiled) throws IOException {
        assertThat(results().write(tiled, MapSamples.blocks(tiled).iterator())).isNotNull();
    }

    private MapResults results() {
        return new MapResults(
                new FolderResultsStore(results), (slide, side) -> new RgbImage(1, 1, new int[1]), Clock.systemUTC());
    }

    private void file(String name, String content) throws IOException {
        Path file = results.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void copy(String from, String to) throws IOException {
        try (Stream<Path> files = Files.walk(results.resolve(from))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, results.resolve(to).resolve(results.resolve(from).relativize(file)));
            }
        }
    }

    private void remove(String name) throws IOException {
        try (Stream<Path> files = Files.walk(results.resolve(name))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
