package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slidestream.servicekit.Part;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.telemetry.ProcessMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpsEndpointTest {
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OpsEndpoint endpoint =
            OpsEndpoint.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics);
    private final Part part = new Part("reader", new ArrayList<>());
    private final Service service = new Service("test", List.of(part), Duration.ofSeconds(10));

    @AfterEach
    void close() {
        endpoint.close();
        service.close();
    }

    @Test
    void beforeThereIsAService_itIsAliveButNotReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .isEqualTo("{\"state\":\"starting\",\"detail\":\"wiring\",\"components\":[]}\n");
    }

    @Test
    void statusFollowsTheComponents() throws Exception {
        endpoint.serve(service);
        service.start();
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).contains("slidestream_ready 1.0");

        part.health = Health.troubled("disk \"slow\"\n");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/metrics").body()).contains("slidestream_ready 0.0");
        assertThat(get("/health/ready").body())
                .isEqualTo("{\"state\":\"troubled\",\"detail\":\"reader: disk \\\"slow\\\"\\u000a\",\"components\":"
                        + "[{\"name\":\"reader\",\"state\":\"troubled\",\"detail\":\"disk \\\"slow\\\"\\u000a\"}]}\n");

        part.health = Health.failed(new IllegalStateException("gone"));
        assertThat(get("/health/live").statusCode()).isEqualTo(500);

        part.health = Health.ready();
        endpoint.drain();
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void metricsAreInPrometheusTextFormat() throws Exception {
        metrics.counter("slidestream.test.tiles", "outcome", "scored").increment(3);
        try (ProcessMetrics bound = ProcessMetrics.bindTo(metrics, "test")) {
            HttpResponse<String> response = get("/metrics");

            assertThat(bound).isNotNull();
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
            assertThat(response.body())
                    .contains("slidestream_test_tiles_total{outcome=\"scored\"} 3.0")
                    .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds")
                    .contains("process_cpu_usage", "process_files_open_files");
        }
    }

    @Test
    void onlyGetsOfKnownPathsAreAnswered() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(endpoint.uri().resolve("/metrics"))
                .POST(BodyPublishers.ofString("x"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(post, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void takenPort_isToldWithTheKeyToChange() {
        InetSocketAddress taken = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), endpoint.uri().getPort());

        assertThatThrownBy(() -> OpsEndpoint.start(taken, metrics))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining("set http.address to a free address");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(endpoint.uri().resolve(path)).build(), BodyHandlers.ofString());
    }
}
