package io.slidestream.viewer.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.MapState;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileEstimate;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.testkit.MapSamples;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.LiveMaps;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.deepzoom.DeepZoom;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileEstimatesTest {
    private static final SlideTiled MANIFEST = MapSamples.manifest("S1");

    private final LiveMaps live = new LiveMaps(System::nanoTime);
    private final DeepZoom slides = new DeepZoom(new LocalSlideFetcher(), ReaderChoice.AUTO, fromCache -> {});
    private final CatalogStore store;
    private final TileEstimates estimates;

    TileEstimatesTest(@TempDir Path folder) {
        store = CatalogStore.open(DatabaseUrl.ofFile(folder.resolve("catalog.db")));
        estimates = new TileEstimates(
                new Catalog(store.maps(new TumourArea(null)), folder.resolve("maps"), live, Catalog.NO_QUEUE), slides);
    }

    @AfterEach
    void close() {
        slides.close();
        store.close();
    }

    @Test
    void mapThatHadTiles_hasAsManyAgain_andMoreAtACoarserResolution() {
        SlideMap mapped = map(new SlideMap.Tally(200_000, 199_999, 1, 0));
        assertThat(estimates.again(mapped)).contains(new TileEstimate(200_000, 0));
        assertThat(estimates.at(mapped, 2 * MANIFEST.grid().mpp())).contains(new TileEstimate(800_000, 0));
    }

    @Test
    void slideOfWhichNothingIsKnown_isNotGuessedAt() {
        SlideMap rejected = map(null);
        assertThat(estimates.again(rejected)).isEmpty();
        assertThat(estimates.at(rejected, 0.5)).as("no other map either").isEmpty();
        live.event(MapSamples.manifest("S2"));
        assertThat(estimates.at(rejected, 0.5)).as("its file is gone").isEmpty();
    }

    private static SlideMap map(SlideMap.@Nullable Tally ledger) {
        return new SlideMap(
                MANIFEST.mapId(),
                1,
                MANIFEST.slide(),
                ledger == null ? MapState.REJECTED : MapState.MAPPED,
                1,
                ledger == null
                        ? null
                        : new SlideMap.Content(
                                ledger,
                                new SlideMap.Shape(MANIFEST.grid(), MANIFEST.model(), "aperio"),
                                List.of(),
                                null),
                new SlideMap.Ending(2, null, null));
    }
}
