package io.slidestream.viewer.forgotten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.config.SettingsException;
import io.slidestream.servicekit.run.NameKey;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.testkit.MapSamples;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.forgetting.Forgetting;
import io.slidestream.viewer.forgetting.Retention;
import io.slidestream.viewer.forgetting.RetentionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private final Path bucket;
    private final Path results;
    private final Path cache;
    private final CatalogStore store;
    private final MapIndex index;
    private final SlideTiled first;
    private final SlideTiled second;
    private final List<String> removed = new ArrayList<>();
    private Instant now = Instant.now();

    RetentionTest(@TempDir Path folder) throws IOException {
        bucket = Files.createDirectories(folder.resolve("bucket"));
        results = folder.resolve("maps");
        cache = folder.resolve("cache");
        Files.writeString(bucket.resolve("notes.txt"), "no slide");
        first = slide("first");
        second = slide("second");
        store = CatalogStore.open(DatabaseUrl.ofFile(results.resolve(".catalog/catalog.db")));
        index = store.maps(new TumourArea(null));
        Catalog.bringUpToDate(index, results);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void resultsOlderThanTheirRule_go_andThoseWithATagStay() {
        store.tags().set(second.slide().location(), "second", "teaching", "A", Instant.EPOCH);
        Retention retention = retention(Map.of("retention.results", "tag=teaching never, state=mapped 30d"));
        assertThat(retention.over()).isEmpty();

        now = now.plus(Duration.ofDays(31));
        assertThat(retention.over())
                .as("a dry run removes nothing")
                .singleElement()
                .satisfies(over -> assertThat(over.text()).contains("first: results of map", "state=mapped 30d"));
        assertThat(results.resolve("first/summary.json")).exists();

        assertThat(removed).as("told by a dry run").isEmpty();
        assertThat(retention.enforce()).hasSize(1);
        assertThat(removed).containsExactly("results");
        assertThat(results.resolve("first")).doesNotExist();
        assertThat(results.resolve("second/summary.json")).exists();
        assertThat(bucket.resolve("first.svs")).as("the slide is not touched").exists();
        assertThat(retention.over()).isEmpty();
        Catalog.bringUpToDate(index, results);
        assertThat(index.known(first.mapId())).isEmpty();
        assertThat(index.known(second.mapId())).isPresent();
    }

    @Test
    void ruleOfAnotherBucketOrState_doesNotFit() {
        now = now.plus(Duration.ofDays(400));
        String other = bucket.resolveSibling("elsewhere").toUri().toString();
        assertThat(retention(Map.of("retention.results", "state=rejected 1d, bucket=" + other + " 1d"))
                        .enforce())
                .isEmpty();
        assertThat(retention(Map.of("retention.results", "bucket=" + bucket.toUri() + " 1d"))
                        .over())
                .hasSize(2);
    }

    @Test
    void slideThatLeftItsBucket_isForgottenWhenItsTimeIsOver_unlessItComesBack() throws IOException {
        Retention retention = retention(Map.of("retention.gone", "7d"));
        Path file = bucket.resolve("first.svs");
        Files.delete(file);
        assertThat(retention.enforce()).as("noticed").isEmpty();

        now = now.plus(Duration.ofDays(3));
        Files.writeString(file, "again");
        assertThat(retention.enforce()).isEmpty();
        assertThat(store.gone().all()).isEmpty();

        Files.delete(file);
        assertThat(retention.enforce()).as("noticed anew").isEmpty();
        now = now.plus(Duration.ofDays(8));
        assertThat(retention.enforce()).hasSize(1);
        assertThat(removed).containsExactly(Retention.EVERYTHING);
        assertThat(index.known(first.mapId())).isEmpty();
        assertThat(results.resolve("first")).doesNotExist();
        assertThat(index.known(second.mapId())).isPresent();
        assertThat(store.gone().all()).isEmpty();
        assertThat(Files.readString(results.resolve(".catalog/forgotten.log"))).contains(" forgotten ");
    }

    @Test
    void bucketThatIsNotThere_saysNothingOfItsSlides() throws IOException {
        Retention retention = retention(Map.of("retention.gone", "1d"));
        for (String file : List.of("first.svs", "second.svs", "notes.txt")) {
            Files.delete(bucket.resolve(file)); // as a mount point without its disk
        }
        assertThat(retention.enforce()).isEmpty();
        now = now.plus(Duration.ofDays(100));
        assertThat(retention.enforce()).isEmpty();
        assertThat(store.gone().all()).isEmpty();
    }

    @Test
    void ruleThatSaysNothing_isRefusedWithWhatToWrite() {
        for (String rule : List.of("30", "state=maped 3d", "colour=red 3d", "tag=x", "tag=a tag=b 3d", "0d", "3d,")) {
            assertThatThrownBy(() -> retention(Map.of("retention.catalog", rule)))
                    .as(rule)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("retention.catalog");
        }
    }

    private Retention retention(Map<String, String> settings) {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Forgetting forgetting =
                new Forgetting(store, index, new Forgetting.Places(results, cache), null, NameKey.of("a key"), clock);
        return new Retention(
                RetentionSettings.from(Settings.of(RetentionSettings.define(new ConfigDef()), settings)),
                store,
                index,
                forgetting,
                new LocalSlideFetcher(),
                clock,
                over -> removed.add(over.label()));
    }

    private SlideTiled slide(String name) throws IOException {
        Path file = bucket.resolve(name + ".svs");
        Files.writeString(file, name);
        SlideTiled sample = MapSamples.manifest(name);
        SlideTiled tiled = MapSamples.manifest(
                new SlideVersion(file.toUri().toString(), sample.slide().fingerprint(), name),
                MapSamples.GRID,
                MapSamples.KATHER,
                1);
        var unused = new MapResults(
                        new FolderResultsStore(results),
                        (slide, side) -> new RgbImage(1, 1, new int[1]),
                        Clock.systemUTC())
                .write(tiled, MapSamples.blocks(tiled).iterator());
        return tiled;
    }
}
