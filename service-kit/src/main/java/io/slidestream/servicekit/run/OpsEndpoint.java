package io.slidestream.servicekit.run;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HTTP endpoint for operators of a service: {@code /health/live} (500 when it must be restarted), {@code /health/ready}
 * (503 while it starts, is troubled or drains) and {@code /metrics} in Prometheus' text format. Answers from the moment
 * it is created.
 */
public final class OpsEndpoint implements AutoCloseable {
    private final PrometheusMeterRegistry metrics;
    private volatile @Nullable Service service;

    @SuppressWarnings("NullAway.Init") // by start(), before anyone has it
    private ProbeServer server;

    private OpsEndpoint(PrometheusMeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Opens the port at once, before there is a service. */
    public static OpsEndpoint start(InetSocketAddress address, PrometheusMeterRegistry metrics) {
        OpsEndpoint endpoint = new OpsEndpoint(metrics);
        ProbeServer.Pages pages = new ProbeServer.Pages(
                Map.of("/health/live", endpoint::live, "/health/ready", endpoint::ready),
                Map.of("/metrics", endpoint::metrics));
        try {
            endpoint.server = ProbeServer.start(address, HostRule.of(address), pages);
        } catch (IOException e) {
            throw new StartupException(
                    "cannot listen on " + address + " (" + FileFault.words(e) + "); set " + CommonSettings.HTTP_ADDRESS
                            + " to a free address of this host, or with watch a free --port",
                    e);
        }
        ServiceMetrics.ready(metrics, () -> endpoint.health().state() == Health.State.READY);
        return endpoint;
    }

    /** Serves health and metrics of this service from now on. */
    public void serve(Service service) {
        this.service = service;
    }

    public URI uri() {
        InetSocketAddress address = server.address();
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
        server.close();
    }

    private ProbeServer.Answer live() {
        Health health = health();
        return json(health.state() == Health.State.FAILED ? 500 : 200, health);
    }

    private ProbeServer.Answer ready() {
        Health health = health();
        return json(health.state() == Health.State.READY ? 200 : 503, health);
    }

    private ProbeServer.Answer json(int status, Health health) {
        return new ProbeServer.Answer(status, "application/json; charset=utf-8", HealthReport.json(health, service));
    }

    private ProbeServer.Answer metrics() {
        return new ProbeServer.Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
    }

    private Health health() {
        Service current = service;
        return current == null ? Health.starting("wiring") : current.check();
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
