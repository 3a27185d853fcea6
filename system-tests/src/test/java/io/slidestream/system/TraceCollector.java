package io.slidestream.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes OTLP over HTTP, and reads of it which service sent spans of which traces. */
final class TraceCollector implements AutoCloseable {
    /** Protobuf, byte for byte: the value of attribute service.name; and a span's first fields, its ids of 16 and 8 bytes. */
    private static final Pattern SERVICE = Pattern.compile("service\\.name\\x12.\\x0a(.)([a-z-]+)", Pattern.DOTALL);

    private static final Pattern SPAN = Pattern.compile("\\x0a\\x10(.{16})\\x12\\x08", Pattern.DOTALL);

    private final HttpServer server;
    private final Map<String, Set<String>> traces = new ConcurrentHashMap<>();

    TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    /** The traces that every one of these services has spans of. */
    Set<String> shared(Collection<String> services) {
        Set<String> shared = new HashSet<>();
        traces.values().forEach(shared::addAll);
        services.forEach(service -> shared.retainAll(traces.getOrDefault(service, Set.of())));
        return shared;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            Matcher service = SERVICE.matcher(body);
            if (service.find()) {
                String name = service.group(2).substring(0, service.group(1).charAt(0));
                Set<String> ids = traces.computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet());
                SPAN.matcher(body).results().forEach(span -> ids.add(span.group(1)));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
