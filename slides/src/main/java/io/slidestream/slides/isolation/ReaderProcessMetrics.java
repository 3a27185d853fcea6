package io.slidestream.slides.isolation;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import java.util.List;

/** What is counted of reader processes. The descriptions are those of docs/metrics.md. */
public final class ReaderProcessMetrics {
    private static final Metric DEATHS = Metric.counter(
                    "slidestream.reader.deaths",
                    "Processes that died while they read a slide (crash), or were ended as they did not come back from it"
                            + " (hang); after the second over the same the slide or tile is rejected as crashes-reader.")
            .tag(MetricTag.of("kind", "crash", "hang"))
            .onlyWith("with slides.isolation=process");

    public static final List<Metric> ALL = List.of(DEATHS);

    private ReaderProcessMetrics() {}

    /** Has a registry show the processes' deaths. */
    public static void register(MeterRegistry registry, ReaderProcesses processes) {
        DEATHS.counterIn(registry, processes::crashes, "crash");
        DEATHS.counterIn(registry, processes::hangs, "hang");
    }
}
