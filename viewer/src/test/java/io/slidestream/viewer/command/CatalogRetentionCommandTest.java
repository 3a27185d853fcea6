package io.slidestream.viewer.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.TumourArea;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogRetentionCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path results;

    CatalogRetentionCommandTest(@TempDir Path folder) {
        results = folder.resolve("maps");
    }

    @BeforeEach
    void fill() throws IOException {
        write("old", Duration.ofDays(40));
        write("young", Duration.ofDays(20));
        try (CatalogStore store = CatalogStore.open(DatabaseUrl.ofFile(results.resolve(".catalog/catalog.db")))) {
            Catalog.bringUpToDate(store.maps(new TumourArea(null)), results);
        }
    }

    @Test
    void whatIsOverItsTime_isListed_andNothingIsRemoved() {
        assertThat(retention("--set", "retention.results=state=mapped 30d")).isZero();
        String id = MapSamples.manifest("old").mapId().toString();
        assertThat(out.toString().lines())
                .containsExactly(
                        "old: results of map " + id + ", by 'state=mapped 30d'", "1 would go; nothing was removed");
        assertThat(results.resolve("old/summary.json")).exists();

        out.getBuffer().setLength(0);
        assertThat(retention("--set", "retention.results=10d")).isZero();
        assertThat(out.toString()).endsWith("2 would go; nothing was removed" + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"retention.results=state=maped 3d", "retention.result=3d", "retention.catalog=30"})
    void settingThatSaysNothing_isRefusedByName(String setting) {
        assertThat(retention("--set", setting)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("slidestream: --set: ")
                .contains(setting.substring(0, setting.indexOf('=')))
                .doesNotContain("\tat ");
    }

    @Test
    void folderThatIsNone_isAUsersMistake() {
        Path none = results.resolve("gone");
        assertThat(ViewerMain.commandLine()
                        .setErr(new PrintWriter(err, true))
                        .execute("catalog", "retention", none.toString(), "--set", "retention.results=3d"))
                .isEqualTo(2);
        assertThat(err.toString()).contains(none + " is no folder");
    }

    private int retention(String... options) {
        return ViewerMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("catalog", "retention", results.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private void write(String name, Duration ago) throws IOException {
        SlideTiled tiled = MapSamples.manifest(name);
        var unused = new MapResults(
                        new FolderResultsStore(results),
                        (slide, side) -> new RgbImage(1, 1, new int[1]),
                        Clock.offset(Clock.systemUTC(), ago.negated()))
                .write(tiled, MapSamples.blocks(tiled).iterator());
    }
}
