package io.slidestream.servicekit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.tracing.Span;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracingTest {
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final HttpServer collector = collector();

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void whatTheReceiverDoes_isPartOfTheSendersTrace_andBothAreExported() {
        Headers headers = new RecordHeaders();
        try (Tracing sender = tracing("tiler-service");
                Tracing receiver = tracing("inference-worker")) {
            try (Tracing.Stage slide = sender.begin("tile slide");
                    Tracing.Stage publishing = sender.begin("publish blocks")) {
                slide.tell("map", "0123");
                sender.send(headers);
            }
            String parent = new String(headers.lastHeader("traceparent").value(), StandardCharsets.US_ASCII);
            assertThat(parent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
            Span span = receiver.received("score block", headers);
            assertThat(span.context().traceId()).isEqualTo(parent.substring(3, 35));
            assertThat(span.context().parentId()).isEqualTo(parent.substring(36, 52));
            span.end();
        }
        assertThat(posted)
                .anySatisfy(body -> assertThat(body).contains("tiler-service", "tile slide", "publish blocks", "0123"))
                .anySatisfy(body -> assertThat(body).contains("inference-worker", "score block"));
    }

    @Test
    void unset_nothingIsSaidOrSent() {
        Headers headers = new RecordHeaders();
        try (Tracing off = Tracing.of(
                        Settings.of(
                                CommonSettings.definition(0), Map.of(CommonSettings.BOOTSTRAP_SERVERS, "kafka:9092")),
                        "tiler-service");
                Tracing.Stage slide = off.begin("tile slide")) {
            slide.tell("map", "0123");
            off.send(headers);
            off.received("score block", headers).end();
        }
        assertThat(headers).isEmpty();
        assertThat(posted).isEmpty();
    }

    private Tracing tracing(String service) {
        String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
        return Tracing.of(
                Settings.of(
                        CommonSettings.definition(0),
                        Map.of(
                                CommonSettings.BOOTSTRAP_SERVERS,
                                "kafka:9092",
                                CommonSettings.TRACING_ENDPOINT,
                                endpoint)),
                service);
    }

    private HttpServer collector() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
            server.createContext("/v1/traces", exchange -> {
                posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
