package io.slidestream.aggregator;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.aggregator.results.FolderResultsStore;
import io.slidestream.aggregator.results.MapResults;
import io.slidestream.aggregator.viewer.TopicCommands;
import io.slidestream.aggregator.viewer.Viewer;
import io.slidestream.aggregator.viewer.ViewerSettings;
import io.slidestream.servicekit.BucketSettings;
import io.slidestream.servicekit.CommonSettings;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.KafkaEventPublisher;
import io.slidestream.servicekit.Resource;
import io.slidestream.servicekit.ServiceMetrics;
import io.slidestream.servicekit.ServiceRunner;
import io.slidestream.servicekit.Settings;
import io.slidestream.servicekit.Tracing;
import io.slidestream.slides.ReaderChoice;
import io.slidestream.slides.s3.SlideFetchers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The aggregator as a process of its own. */
public final class AggregatorMain {
    private AggregatorMain() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // pictures are drawn where no screen is
        ServiceRunner.main("aggregator", AggregatorSettings.definition(), args, AggregatorMain::wire);
    }

    private static List<Component> wire(Settings settings, MeterRegistry metrics) {
        CommonSettings.ensureTopics(settings);
        Path folder = settings.path(AggregatorSettings.RESULTS_FOLDER);
        SlideFetchers slides = SlideFetchers.of(BucketSettings.of(settings), metrics);
        ServiceMetrics.disk(metrics, "results", folder);
        ServiceMetrics.disk(metrics, "state", AggregatorSettings.from(settings).stateFolder());
        ServiceMetrics.disk(metrics, "cache", slides.cacheFolder());
        ReaderChoice reader = ReaderChoice.of(settings.text(ReaderChoice.SETTING));
        MapResults results = new MapResults(
                new FolderResultsStore(folder, AggregatorSettings.upload(settings, slides)),
                new SlideThumbnails(slides, reader),
                AggregatorSettings.results(settings),
                Clock.systemUTC());
        Tracing tracing = Tracing.of(settings, Aggregator.NAME);
        KafkaEventPublisher publisher = new KafkaEventPublisher(settings.kafka(), Aggregator.NAME, metrics);
        Viewer viewer = Viewer.live(
                ViewerSettings.from(
                        settings, folder, AggregatorSettings.results(settings).tumorClass(), reader),
                slides,
                settings.kafka(),
                List::of,
                new TopicCommands(publisher),
                metrics);
        return List.of(
                tracing,
                publisher,
                new Aggregator(AggregatorSettings.from(settings), results, metrics, tracing),
                viewer,
                new Resource("slides", slides::trouble, slides::close));
    }
}
