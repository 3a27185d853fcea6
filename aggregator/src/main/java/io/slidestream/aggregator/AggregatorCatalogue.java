package io.slidestream.aggregator;

import io.slidestream.aggregator.ledger.AggregatorMetrics;
import io.slidestream.metrics.Metric;
import io.slidestream.viewer.ViewerMetrics;
import java.util.List;
import java.util.stream.Stream;

/** Every metric of an aggregator, its viewer included. */
public final class AggregatorCatalogue {
    public static final List<Metric> ALL = Stream.of(AggregatorMetrics.ALL, ViewerMetrics.ALL)
            .flatMap(List::stream)
            .toList();

    private AggregatorCatalogue() {}
}
