package io.slidestream.proving.panels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardPictureTest {
    private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"result\":[]}}";
    private static final int WHITE = 0xffffffff;

    @TempDir
    Path folder;

    private final List<String> queries = new CopyOnWriteArrayList<>();
    private HttpServer prometheus;

    @BeforeEach
    void start() throws IOException {
        prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prometheus.createContext("/", exchange -> {
            String asked = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            queries.add(asked);
            long now = System.currentTimeMillis() / 1000;
            String answer = asked.contains("known")
                    ? """
                    {"status":"success","data":{"result":[
                      {"metric":{"job":"tiler"},"values":[[%d,"1"],[%d,"NaN"],[%d,"5"],[%d,"3"]]}]}}
                    """.formatted(now - 50, now - 40, now - 30, now - 10)
                    : asked.contains("wrong") ? "{\"status\":\"error\",\"error\":\"parse error\"}" : EMPTY;
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        prometheus.start();
    }

    @AfterEach
    void stop() {
        prometheus.stop(0);
    }

    @Test
    void panels_lieWhereTheDashboardSays_andEmptyOnesAreNamed() throws Exception {
        Path dashboard = dashboard("rate(known[$__rate_interval])", "missing");
        Path png = folder.resolve("d.png");

        List<String> empty = new DashboardPicture(base(), Duration.ofMinutes(1)).draw(dashboard, png);

        assertThat(empty).containsExactly("second");
        assertThat(queries).anySatisfy(query -> assertThat(query).contains("rate(known[60s])"));
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(picture.getWidth()).isEqualTo(24 * 60);
        assertThat(picture.getHeight()).isEqualTo(8 * 32);
        assertThat(colours(picture, 80, 700)).as("lines").contains(0xff3274d9);
        assertThat(colours(picture, 800, 1400)).doesNotContain(0xff3274d9).contains(WHITE);
    }

    @Test
    void queryThatPrometheusRefuses_isTold() throws Exception {
        Path dashboard = dashboard("wrong(", "missing");

        assertThatThrownBy(() ->
                        new DashboardPicture(base(), Duration.ofMinutes(1)).draw(dashboard, folder.resolve("d.png")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused 'wrong(': parse error");
    }

    private static List<Integer> colours(BufferedImage picture, int fromX, int toX) {
        return IntStream.range(fromX, toX)
                .boxed()
                .flatMap(x -> IntStream.range(0, picture.getHeight()).mapToObj(y -> picture.getRGB(x, y)))
                .distinct()
                .toList();
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + prometheus.getAddress().getPort());
    }

    private Path dashboard(String first, String second) throws IOException {
        return Files.writeString(folder.resolve("d.json"), """
                {"panels": [
                  {"type": "timeseries", "title": "first", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
                   "targets": [{"expr": "%s", "legendFormat": "{{job}}"}]},
                  {"type": "stat", "title": "second", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8},
                   "targets": [{"expr": "%s", "legendFormat": "x"}]}]}
                """.formatted(first, second));
    }
}
