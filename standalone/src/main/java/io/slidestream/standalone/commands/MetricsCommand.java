package io.slidestream.standalone.commands;

import io.slidestream.aggregator.AggregatorCatalogue;
import io.slidestream.metrics.Metric;
import io.slidestream.servicekit.config.MetricsReference;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import io.slidestream.slides.isolation.ReaderProcessMetrics;
import io.slidestream.slides.s3.S3Metrics;
import io.slidestream.standalone.pipeline.Invariants;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.worker.telemetry.WorkerCatalogue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "metrics", description = "Prints every metric of the three services, and what they add up to.")
public final class MetricsCommand implements Callable<Integer> {
    private static final String INTRODUCTION = """
            # Metrics

            Every metric of the services, under its name in Prometheus, printed by `./slidestream metrics`. Each service shows its own on
            `/metrics` (`http.address`); `run` and `watch`, which are all services in one process, show all of them on one page. Names and tags
            are public API. No tag names a slide or a map.

            A histogram has the series `_bucket`, `_count` and `_sum`, and a gauge `_max`, the largest of the last minutes; a summary only `_count` and
            `_sum`. Rates are for Prometheus to
            make: tiles/s are `sum(rate(slidestream_tiles_scored_total[1m]))`, a mean is the rate of `_sum` over that of `_count`, a percentile
            `histogram_quantile(0.95, sum(rate(slidestream_tile_read_seconds_bucket[5m])) by (le))`.
            """;

    private static final String OTHERS = """

            ## Of Kafka's clients and the JVM

            Under Micrometer's names, with Micrometer's meaning: `jvm_*` (memory, collections, threads), `process_*`, `system_*`; `kafka_producer_*` of
            every service; `kafka_consumer_*` of the tiler's and the aggregator's consumers; `kafka_consumer_share_*` of the worker's members of its share
            groups; `kafka_stream_*` of the aggregator's topology. Kafka's documentation says what each means.
            """;

    private static final String EQUATIONS = """

            ## What they add up to

            In PromQL; counters begin at zero with their process. Tests read these equations from this page and hold them against the services' pages.

            """;

    @Mixin
    private final ReferenceOutput output = new ReferenceOutput();

    @Override
    public Integer call() {
        output.print(markdown());
        return 0;
    }

    static String markdown() {
        return INTRODUCTION
                + section("tiler-service", TilerMetrics.ALL)
                + section("inference-worker", WorkerCatalogue.ALL)
                + section("aggregator", AggregatorCatalogue.ALL)
                + section("every service", ServiceMetrics.ALL)
                + section("every service, of reader processes", ReaderProcessMetrics.ALL)
                + section("every service, of slides in S3", S3Metrics.ALL)
                + OTHERS
                + EQUATIONS
                + Invariants.markdown();
    }

    private static String section(String service, List<Metric> metrics) {
        return "\n## " + service + "\n\n" + MetricsReference.markdown(metrics, Invariants::of);
    }
}
