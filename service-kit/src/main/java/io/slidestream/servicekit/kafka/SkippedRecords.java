package io.slidestream.servicekit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts undecodable records and skips them: for readers of a topic whose dead letters another service keeps. */
public final class SkippedRecords implements DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(SkippedRecords.class);

    private final MeterRegistry registry;

    public SkippedRecords(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public CompletableFuture<Void> bury(Letter letter, DeadLetterReason reason, String why) {
        log.debug("passed over {}-{} offset {}: {}", letter.topic(), letter.partition(), letter.offset(), why);
        ServiceMetrics.skipped(registry, letter.topic());
        return CompletableFuture.completedFuture(null);
    }
}
