package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.database.DatabaseUrl;
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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures a viewer over one results folder with the catalog of a large archive, against one with next to nothing in it. */
public final class ArchiveViewerBench {
    private static final int QUESTIONS = 201;
    private static final int BUSY = 503;
    private static final int TRIES = 60;

    private final Path results;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * What was measured of a viewer.
     *
     * @param readySeconds from the start to the first page of the list
     * @param pageMillis the list's first page, by HTTP
     * @param tileMillis a tile of a slide, which lies in the viewer's cache
     * @param cellsMillis the cells of its map
     * @param heapBytes of the process, after all of it
     */
    public record Figures(
            String maps,
            double readySeconds,
            double pageMillis,
            double tileMillis,
            double cellsMillis,
            long heapBytes) {
        private String line() {
            return String.format(
                    "viewer with %-18s ready %.2f s, page %.1f ms, tile %.2f ms, cells %.2f ms, heap %.1f MB",
                    maps, readySeconds, pageMillis, tileMillis, cellsMillis, heapBytes / 1e6);
        }
    }

    /** @param results folder with a finished map whose slide can be shown */
    public ArchiveViewerBench(Path results) {
        this.results = results;
    }

    /**
     * Measures each twice, in turns, since the first warms up.
     *
     * @throws BenchException if the folder has no map whose slide can be shown
     */
    public List<String> run(DatabaseUrl few, DatabaseUrl archive) throws IOException, InterruptedException {
        String slide = slide(few);
        Figures unused = measure("few maps", few, slide);
        return List.of(
                measure("the archive", archive, slide).line(),
                measure("few maps", few, slide).line(),
                measure("the archive again", archive, slide).line(),
                measure("few maps again", few, slide).line());
    }

    private String slide(DatabaseUrl few) throws IOException, InterruptedException {
        try (Viewer viewer = viewer(few)) {
            viewer.start();
            JsonNode list =
                    new ObjectMapper().readTree(get(viewer.uri().resolve("/api/v1/slides?state=mapped&size=200")));
            for (JsonNode slide : list.path("slides")) {
                String self = "/api/v1/slides/" + slide.path("id").asText();
                if (send(viewer.uri().resolve(self + "/image.dzi")).statusCode() == 200) {
                    return self;
                }
            }
        }
        throw new BenchException(results + " holds no map whose slide can be shown");
    }

    private Figures measure(String maps, DatabaseUrl catalog, String slide) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (Viewer viewer = viewer(catalog)) {
            viewer.start();
            URI list = viewer.uri().resolve("/api/v1/slides");
            byte[] unused = get(list);
            double ready = (System.nanoTime() - begun) / 1e9;
            URI tile = viewer.uri().resolve(slide + "/image_files/9/0_0.jpeg");
            URI cells = viewer.uri().resolve(slide + "/cells.bin");
            return new Figures(maps, ready, median(list), median(tile), median(cells), heap());
        }
    }

    private Viewer viewer(DatabaseUrl catalog) {
        return Viewer.ofFolder(
                new ViewerSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        null,
                        null,
                        ReaderChoice.AUTO,
                        results,
                        new CatalogSettings(catalog),
                        RetentionSettings.NONE,
                        CaseNames.by(null)),
                new LocalSlideFetcher(),
                new SimpleMeterRegistry());
    }

    private double median(URI what) throws IOException, InterruptedException {
        double[] millis = new double[QUESTIONS];
        for (int i = 0; i < QUESTIONS; i++) {
            long begun = System.nanoTime();
            byte[] unused = get(what);
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        return millis[QUESTIONS / 2];
    }

    private byte[] get(URI uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(uri);
        for (int i = 0; answer.statusCode() == BUSY && i < TRIES; i++) { // the slide is being opened
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            answer = send(uri);
        }
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<byte[]> send(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
