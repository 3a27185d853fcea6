package io.slidestream.servicekit.telemetry;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.Version;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One trace a slide, over all services: the header {@code traceparent} (W3C) of records carries it on. Spans go to an
 * OpenTelemetry collector, on a thread of their own; while there is none to be reached they are dropped, and nothing else
 * is touched. Off, it costs nothing and writes no header. Safe for concurrent use.
 */
public final class Tracing implements Component {
    private static final long CLOSE_SECONDS = 5;

    private final Tracer tracer;
    private final Propagator propagator;
    private final Runnable closing;

    private Tracing(Tracer tracer, Propagator propagator, Runnable closing) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.closing = closing;
    }

    public static Tracing off() {
        return new Tracing(Tracer.NOOP, Propagator.NOOP, () -> {});
    }

    /** Tracing to the endpoint in the settings, or off. */
    public static Tracing of(Settings settings, String service) {
        return settings.optionalText(CommonSettings.TRACING_ENDPOINT)
                .map(endpoint -> to(endpoint, service))
                .orElseGet(Tracing::off);
    }

    private static Tracing to(String endpoint, String service) {
        Attributes who = Attributes.of(
                AttributeKey.stringKey("service.name"),
                service,
                AttributeKey.stringKey("service.version"),
                Version.ofSlidestream());
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(io.opentelemetry.sdk.resources.Resource.create(who))
                .addSpanProcessor(BatchSpanProcessor.builder(new SpanCollector(
                                OtlpHttpSpanExporter.builder()
                                        .setEndpoint(endpoint)
                                        .build(),
                                endpoint))
                        .build())
                .build();
        io.opentelemetry.api.trace.Tracer spans = provider.get("io.slidestream");
        ContextPropagators w3c = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
        return new Tracing(
                new OtelTracer(spans, new OtelCurrentTraceContext(), event -> {}),
                new OtelPropagator(w3c, spans),
                () -> provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS));
    }

    /**
     * A span that ends when it is closed. It is current on this thread: spans that begin meanwhile are its children.
     */
    public final class Stage implements AutoCloseable {
        private final Span span;
        private final Tracer.SpanInScope scope;

        private Stage(Span span) {
            this.span = span;
            this.scope = tracer.withSpan(span);
        }

        /** Adds an attribute; ids and numbers only. */
        public void tell(String key, String value) {
            span.tag(key, value);
        }

        public void failed(Throwable cause) {
            span.error(cause);
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }

    /** Begins a span below the current one, or a new trace without one. Close it on the same thread. */
    public Stage begin(String name) {
        return new Stage(tracer.nextSpan().name(name).start());
    }

    /** Begins a span below the one in a record's headers. Close it on the same thread. */
    public Stage begin(String name, Headers sent) {
        return new Stage(received(name, sent));
    }

    /** Begins a span that ends on another thread; the caller ends it. */
    public Span received(String name, Headers sent) {
        return propagator.extract(sent, Tracing::read).name(name).start();
    }

    /** Makes the span current on this thread; closing the scope does not end it. */
    public Tracer.SpanInScope during(Span span) {
        return tracer.withSpan(span);
    }

    /** Writes the current span into a record's headers. */
    public void send(Headers headers) {
        Span current = tracer.currentSpan();
        if (current != null) {
            propagator.inject(current.context(), headers, Tracing::write);
        }
    }

    @Override
    public String name() {
        return "tracing";
    }

    @Override
    public Health check() {
        return Health.ready();
    }

    /** Flushes pending spans for at most five seconds. */
    @Override
    public void close() {
        closing.run();
    }

    private static @Nullable String read(Headers headers, String key) {
        Header header = headers.lastHeader(key);
        return header == null ? null : new String(header.value(), StandardCharsets.US_ASCII);
    }

    private static void write(@Nullable Headers headers, String key, String value) {
        if (headers != null) {
            headers.remove(key).add(key, value.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
