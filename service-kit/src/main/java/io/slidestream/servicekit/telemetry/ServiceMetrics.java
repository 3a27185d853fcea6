package io.slidestream.servicekit.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import io.slidestream.servicekit.health.Version;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/** Metrics that every service has. The descriptions are those of docs/metrics.md. */
public final class ServiceMetrics {
    private static final Metric BUILD = Metric.gauge(
                    "slidestream.build.info", "Always 1: what runs. In `run` and `watch` the service is slidestream.")
            .tag(MetricTag.open("service", "the jar's name"))
            .tag(MetricTag.open("version", "of Slidestream"))
            .tag(MetricTag.open("java", "the JVM's version"));
    private static final Metric READY = Metric.gauge(
            "slidestream.ready",
            "1 while /health/ready answers 200; 0 while it does not, and says what troubles the service.");
    private static final Metric DEAD_LETTERS = Metric.counter(
                    "slidestream.dead.letters", "Records that no retry can cure, which topic dead-letters keeps.")
            .tag(MetricTag.open("topic", "where the record came from"))
            .tag(new MetricTag(
                    "reason",
                    Arrays.stream(DeadLetterReason.values())
                            .map(DeadLetterReason::label)
                            .toList(),
                    "no message of its topic; a message that contradicts others; every delivery failed"));
    private static final Metric SKIPPED = Metric.counter(
                    "slidestream.skipped.records",
                    "Records that are no message of their topic, passed over because another service dead-letters them."
                            + " Only once there was one.")
            .tag(MetricTag.open("topic", "where the record is"));
    private static final MetricTag VOLUME = MetricTag.of("volume", "bucket", "cache", "results", "state");
    private static final Metric DISK_FREE = Metric.gauge(
                    "slidestream.disk.free",
                    "Of the disk under a folder that the service uses; NaN if it cannot be told.")
            .unit("bytes")
            .tag(VOLUME);
    private static final Metric DISK_TOTAL = Metric.gauge(
                    "slidestream.disk.total", "Size of the disk under a folder that the service uses.")
            .unit("bytes")
            .tag(VOLUME);

    public static final List<Metric> ALL = List.of(BUILD, READY, DEAD_LETTERS, SKIPPED, DISK_FREE, DISK_TOTAL);

    private ServiceMetrics() {}

    static void running(MeterRegistry registry, String service) {
        BUILD.gaugeIn(registry, () -> 1, service, Version.ofSlidestream(), System.getProperty("java.version"));
    }

    public static void ready(MeterRegistry registry, BooleanSupplier ready) {
        READY.gaugeIn(registry, () -> ready.getAsBoolean() ? 1 : 0);
    }

    /** Counts from zero, so that an alert sees the first one. */
    public static void deadLettersBegin(MeterRegistry registry, String... topics) {
        for (String topic : topics) {
            for (DeadLetterReason reason : DeadLetterReason.values()) {
                DEAD_LETTERS.counterIn(registry, topic, reason.label());
            }
        }
    }

    /** Call when the broker has it. */
    public static void buried(MeterRegistry registry, String topic, DeadLetterReason reason) {
        DEAD_LETTERS.counterIn(registry, topic, reason.label()).increment();
    }

    public static void skipped(MeterRegistry registry, String topic) {
        SKIPPED.counterIn(registry, topic).increment();
    }

    /** @param volume bucket, cache, results or state */
    public static void disk(MeterRegistry registry, String volume, Path folder) {
        DISK_FREE.gaugeIn(registry, () -> bytes(folder, File::getUsableSpace), volume);
        DISK_TOTAL.gaugeIn(registry, () -> bytes(folder, File::getTotalSpace), volume);
    }

    /**
     * The folder may be made only when it is needed; its disk is then that of the folder above. A FileStore would look for
     * the disk in the table of mounts, where a chroot's is missing.
     */
    private static double bytes(Path folder, ToLongFunction<File> measure) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return measure.applyAsLong(there.toFile());
    }
}
