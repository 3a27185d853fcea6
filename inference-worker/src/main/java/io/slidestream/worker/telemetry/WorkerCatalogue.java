package io.slidestream.worker.telemetry;

import io.slidestream.metrics.Metric;
import java.util.List;
import java.util.stream.Stream;

/** Every metric of a worker. */
public final class WorkerCatalogue {
    public static final List<Metric> ALL = Stream.of(
                    WorkerMetrics.ALL, QueueMetrics.ALL, ReaderMetrics.ALL, GpuMetrics.ALL)
            .flatMap(List::stream)
            .toList();

    private WorkerCatalogue() {}
}
