package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.viewer.Viewer;
import io.slidestream.viewer.ViewerSettings;
import io.slidestream.viewer.forgetting.RetentionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** The viewer's pictures of a slide, asked for as a browser does. */
public final class ViewerBench {
    private static final int LEVELS = 5;
    private static final int TILE_PX = 254;
    private static final long SEED = 1;

    private final Path results;
    private final int tiles;
    private final HttpClient http = HttpClient.newHttpClient();

    /** The finished map whose slide is the largest. */
    private record Subject(String name, String imageHref, long widthPx, long heightPx) {
        /** The DeepZoom level of full resolution. */
        int finest() {
            return 64 - Long.numberOfLeadingZeros(Math.max(widthPx, heightPx) - 1);
        }
    }

    /** @param tiles that count, all levels together */
    public ViewerBench(Path results, int tiles) {
        if (tiles < LEVELS) {
            throw new IllegalArgumentException("--tiles must be at least " + LEVELS + ", was " + tiles);
        }
        this.results = results;
        this.tiles = tiles;
    }

    /**
     * Measures, in seconds.
     *
     * @throws BenchException if the folder has no map whose slide can be shown
     */
    public ViewerFigures run() throws IOException, InterruptedException {
        ViewerSettings settings = new ViewerSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                null,
                ReaderChoice.AUTO,
                results,
                new CatalogSettings(null),
                RetentionSettings.NONE,
                CaseNames.by(null));
        try (Viewer viewer = Viewer.ofFolder(settings, new LocalSlideFetcher(), new SimpleMeterRegistry())) {
            viewer.start();
            Subject slide = largest(viewer.uri());
            SplittableRandom random = new SplittableRandom(SEED);
            List<ViewerFigures.Level> counted = List.of();
            for (int round = 0; round < 2; round++) { // the first warms up
                counted = new ArrayList<>();
                for (int i = 0; i < LEVELS && slide.finest() - i >= 0; i++) {
                    counted.add(measure(viewer.uri(), slide, slide.finest() - i, random));
                }
            }
            return new ViewerFigures(slide.name(), slide.widthPx(), slide.heightPx(), counted);
        }
    }

    private Subject largest(URI viewer) throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        Subject largest = null;
        JsonNode list = json.readTree(get(viewer.resolve("/api/v1/slides?state=mapped&size=200")));
        for (JsonNode slide : list.path("slides")) {
            String self = "/api/v1/slides/" + slide.path("id").asText();
            HttpResponse<byte[]> image = send(viewer.resolve(self + "/image.dzi"));
            if (image.statusCode() == 200) {
                JsonNode size =
                        json.readTree(get(viewer.resolve(self + "/map"))).path("slide");
                Subject subject = new Subject(
                        slide.path("name").asText(),
                        self + "/image_files/",
                        size.path("widthPx").asLong(),
                        size.path("heightPx").asLong());
                if (largest == null || subject.widthPx() > largest.widthPx()) {
                    largest = subject;
                }
            }
        }
        if (largest == null) {
            throw new BenchException(results + " holds no map whose slide can be shown; give what a run had as --out,"
                    + " with its slides where they were");
        }
        return largest;
    }

    private ViewerFigures.Level measure(URI viewer, Subject slide, int level, SplittableRandom random)
            throws IOException, InterruptedException {
        long scale = 1L << (slide.finest() - level);
        long columns = 1 + (slide.widthPx() - 1) / scale / TILE_PX;
        long rows = 1 + (slide.heightPx() - 1) / scale / TILE_PX;
        DoubleStream.Builder millis = DoubleStream.builder();
        for (int i = 0; i < tiles / LEVELS; i++) {
            URI tile = viewer.resolve(
                    slide.imageHref() + level + "/" + random.nextLong(columns) + "_" + random.nextLong(rows) + ".jpeg");
            long begun = System.nanoTime();
            byte[] picture = get(tile);
            double took = (System.nanoTime() - begun) / 1e6;
            if (picture.length == 0) {
                throw new IOException(tile + " is empty");
            }
            millis.add(took);
        }
        return new ViewerFigures.Level(level, scale, millis.build().boxed().toList());
    }

    private byte[] get(URI uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(uri);
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<byte[]> send(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
