package io.slidestream.worker.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import java.util.List;
import java.util.function.Supplier;

/** Metrics of the backlog of workers. The descriptions are those of docs/metrics.md. */
public final class QueueMetrics {
    private static final MetricTag LANE = MetricTag.of("lane", "normal", "urgent");
    private static final String SAME = " Every worker of a model tells the same: take the largest.";
    private static final Metric BLOCKS = Metric.gauge(
                    "slidestream.queue.blocks",
                    "Blocks in the topic that this model's workers have not settled, those in flight included; NaN while Kafka"
                            + " does not say it." + SAME)
            .tag(LANE);
    private static final Metric AGE = Metric.gauge(
                    "slidestream.queue.age",
                    "How long ago the oldest of them was published; 0 when there is none, NaN as above." + SAME)
            .unit("seconds")
            .tag(LANE);

    static final List<Metric> ALL = List.of(BLOCKS, AGE);

    private QueueMetrics() {}

    /** @param lane normal or urgent */
    public static void register(MeterRegistry registry, String lane, Supplier<Backlog> backlog) {
        BLOCKS.gaugeIn(registry, () -> backlog.get().blocks(), lane);
        AGE.gaugeIn(registry, () -> backlog.get().ageSeconds(), lane);
    }
}
