package io.slidestream.viewer.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.mapfiles.pictures.SlideThumbnails;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.LiveMaps;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.deepzoom.DeepZoom;
import io.slidestream.viewer.http.Access;
import io.slidestream.viewer.http.EventStreams;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // by JUnit
class OpenApiTest {
    @TempDir
    private Path folder;

    @Test
    void everyRouteBelowTheApi_isDescribed_andNothingElse() throws Exception {
        Set<String> routes;
        try (DeepZoom slides = new DeepZoom(new LocalSlideFetcher(), ReaderChoice.AUTO, fromCache -> {});
                EventStreams streams = new EventStreams();
                CatalogStore store = CatalogStore.open(DatabaseUrl.ofFile(folder.resolve("catalog.db")))) {
            Catalog catalog = new Catalog(
                    store.maps(new TumourArea(null)),
                    folder.resolve("maps"),
                    new LiveMaps(System::nanoTime),
                    Catalog.NO_QUEUE);
            Access access = Access.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
            routes = Api.router(catalog, slides, streams, access, store, null, CaseNames.by(null), rendering(), null)
                    .routes()
                    .stream()
                    .filter(route -> route.template().startsWith("/api/"))
                    .map(route -> route.method() + " " + route.template().replace("*}", "}"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> described = new TreeSet<>();
        JsonNode document =
                new ObjectMapper().readTree(OpenApiTest.class.getResource("/io/slidestream/viewer/web/openapi.json"));
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(routes);
    }

    private static MapResults rendering() {
        return new MapResults(
                new FolderResultsStore(Path.of("nowhere")),
                new SlideThumbnails(new LocalSlideFetcher(), ReaderChoice.AUTO),
                Clock.systemUTC());
    }
}
