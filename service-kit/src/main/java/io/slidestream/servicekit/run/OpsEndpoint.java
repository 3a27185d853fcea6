package io.slidestream.servicekit.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What operators ask a service: {@code /health/live} (500 when it must be restarted), {@code /health/ready} (503 while
 * it starts, is troubled or drains) and {@code /metrics} in Prometheus' text format. Answers from its first moment.
 */
public final class OpsEndpoint implements AutoCloseable {
    private static final String JSON = "application/json; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;
    private final PrometheusMeterRegistry metrics;
    private volatile @Nullable Service service;

    private OpsEndpoint(HttpServer server, ExecutorService threads, PrometheusMeterRegistry metrics) {
        this.server = server;
        this.threads = threads;
        this.metrics = metrics;
    }

    /** Listens at once, before there is a service to tell of. */
    public static OpsEndpoint start(InetSocketAddress address, PrometheusMeterRegistry metrics) {
        HttpServer server;
        try {
            server = HttpServers.listening(address, 16);
        } catch (IOException e) {
            throw new StartupException(
                    "cannot listen on " + address + " (" + e.getMessage() + "); set " + CommonSettings.HTTP_ADDRESS
                            + " to a free address of this host",
                    e);
        }
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "ops-http");
            thread.setDaemon(true);
            return thread;
        });
        OpsEndpoint endpoint = new OpsEndpoint(server, threads, metrics);
        ServiceMetrics.ready(metrics, () -> endpoint.health().state() == Health.State.READY);
        server.setExecutor(threads);
        server.createContext("/health/live", endpoint::live);
        server.createContext("/health/ready", endpoint::ready);
        server.createContext("/metrics", endpoint::metrics);
        server.start();
        return endpoint;
    }

    /** Tells of this service from now on. */
    public void serve(Service service) {
        this.service = service;
    }

    public URI uri() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + host(address) + ":" + address.getPort());
    }

    /** Closes the service while /health/ready answers 503. */
    void drain() {
        Service current = service;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void live(HttpExchange exchange) throws IOException {
        Health health = health();
        answer(exchange, health.state() == Health.State.FAILED ? 500 : 200, JSON, HealthReport.json(health, service));
    }

    private void ready(HttpExchange exchange) throws IOException {
        Health health = health();
        answer(exchange, health.state() == Health.State.READY ? 200 : 503, JSON, HealthReport.json(health, service));
    }

    private void metrics(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
    }

    private Health health() {
        Service current = service;
        return current == null ? Health.starting("wiring") : current.check();
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI()
                    .getPath()
                    .equals(exchange.getHttpContext().getPath())) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, method.equals("HEAD") ? -1 : body.length);
            if (method.equals("GET")) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
