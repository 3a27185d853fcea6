package io.slidestream.servicekit.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends spans to a collector, and logs once when it fails and once when it works again. */
final class SpanCollector implements SpanExporter {
    private static final Logger log = LoggerFactory.getLogger(SpanCollector.class);

    /**
     * OpenTelemetry's own logger, which is silenced: it writes a stack trace a minute past our log. The reference keeps
     * its level from being garbage-collected.
     */
    private static final java.util.logging.Logger ITS_OWN =
            java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

    private final SpanExporter sender;
    private final String endpoint;
    private final AtomicBoolean away = new AtomicBoolean();

    SpanCollector(SpanExporter sender, String endpoint) {
        this.sender = sender;
        this.endpoint = endpoint;
        ITS_OWN.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent = sender.export(spans);
        return sent.whenComplete(() -> {
            if (!sent.isSuccess() && !away.getAndSet(true)) {
                log.warn(
                        "Spans are lost until {} takes them, and nothing else: {}",
                        endpoint,
                        String.valueOf(sent.getFailureThrowable()));
            } else if (sent.isSuccess() && away.getAndSet(false)) {
                log.info("{} takes spans again", endpoint);
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return sender.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return sender.shutdown();
    }
}
