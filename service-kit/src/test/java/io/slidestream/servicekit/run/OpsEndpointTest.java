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
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** As a dashboard that hangs does, or somebody who wants the service killed by its orchestrator. */
    @Test
    void idleConnections_keepNobodyFromAnAnswer() throws Exception {
        endpoint.serve(service);
        service.start();
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                Socket socket =
                        new Socket(endpoint.uri().getHost(), endpoint.uri().getPort());
                idle.add(socket);
                socket.getOutputStream().write('G');
            }
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void clientsThatTakeNoAnswer_keepNobodyFromOne() throws Exception {
        List<Socket> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket =
                        new Socket(endpoint.uri().getHost(), endpoint.uri().getPort());
                deaf.add(socket);
                send(socket, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /health/live HTTP/1.1~Host: localhost~~ | 200",
                "HEAD /metrics HTTP/1.1~HOST: 127.0.0.1:8080~~ | 200",
                "GET http://localhost/health/live?x=1 HTTP/1.0~Host: localhost~~ | 200",
                "GET /health/live HTTP/1.1~Host: rebind.evil.example~~ | 403",
                "GET /health/live HTTP/1.0~~ | 200",
                "GET /health/live HTTP/1.1~Host: localhost~Host: evil.example~~ | 403",
                "GET /%zz HTTP/1.1~Host: localhost~~ | 404",
                "GET mailto:x HTTP/1.1~Host: localhost~~ | 404",
                "TRACE /metrics HTTP/1.1~Host: localhost~~ | 405",
                "GET /health/live~Host: localhost~~ | 400",
                "~~ | 400",
            })
    void requestsByHand(String request, int status) throws IOException {
        try (Socket socket = new Socket(endpoint.uri().getHost(), endpoint.uri().getPort())) {
            send(socket, request.replace("~", "\r\n"));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void headOfManyBytes_isRefused() throws IOException {
        try (Socket socket = new Socket(endpoint.uri().getHost(), endpoint.uri().getPort())) {
            send(socket, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(8192));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void checkThatThrows_isA500_andTheNextRequestIsAnswered() throws Exception {
        Part broken = new Part("broken", new ArrayList<>()) {
            @Override
            public Health check() {
                throw new IllegalStateException("a bug");
            }
        };
        try (Service other = new Service("test", List.of(broken), Duration.ofSeconds(10))) {
            endpoint.serve(other);
            other.start();
            assertThat(get("/health/live").statusCode()).isEqualTo(500);
            endpoint.serve(service);
            service.start();
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "could not be written (java.nio.file.FileAlreadyExistsException: /maps/DOE Jane 1970) | DOE",
                "the file s3://scans/DOE%20Jane.svs is gone | DOE",
                "'file:///slides/DOE.svs' | DOE",
                "full: /maps/DOE Jane: No space left on device | DOE",
                "no spans for http://me:DOE@collector/ | DOE",
            })
    void health_namesNoSlideAndNoSecret(String detail, String name) throws Exception {
        endpoint.serve(service);
        service.start();
        part.health = Health.troubled(detail);
        assertThat(get("/health/ready").body()).contains("troubled").doesNotContain(name, "Jane");
        part.health = Health.troubled("no news from Kafka/broker at 10.0.0.1:9092; 3 of 4 maps wait");
        assertThat(get("/health/ready").body())
                .contains("no news from Kafka/broker at 10.0.0.1:9092; 3 of 4 maps wait");
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

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(endpoint.uri().resolve(path)).build(), BodyHandlers.ofString());
    }
}
