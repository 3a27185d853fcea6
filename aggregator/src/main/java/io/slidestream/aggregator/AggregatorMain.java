package io.slidestream.aggregator;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.aggregator.config.AggregatorSettings;
import io.slidestream.mapfiles.pictures.SlideThumbnails;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsCopy;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.servicekit.config.BucketSettings;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Resource;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.ServiceRights;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.servicekit.run.ServiceRunner;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.open.SlideIsolation;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.s3.SlideRoots;
import io.slidestream.viewer.TopicCommands;
import io.slidestream.viewer.Viewer;
import io.slidestream.viewer.ViewerSettings;
import io.slidestream.viewer.catalog.Catalog;
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
        TopicCreation.ensure(settings, ServiceRights.Service.AGGREGATOR);
        AggregatorSettings aggregating = AggregatorSettings.from(settings);
        ResultsSettings written = AggregatorSettings.results(settings);
        Path folder = settings.path(AggregatorSettings.RESULTS_FOLDER);
        SlideFetchers slides = new SlideFetchers(BucketSettings.of(settings), metrics);
        slides.restrictTo(SlideRoots.of(settings.list(BucketSettings.ROOTS)));
        ServiceMetrics.disk(metrics, "results", folder);
        ServiceMetrics.disk(metrics, "state", aggregating.stateFolder());
        ServiceMetrics.disk(metrics, "cache", slides.cacheFolder());
        OpeningSettings opening = OpeningSettings.of(settings);
        SlideIsolation.begin(opening.isolation(), slides.cacheFolder(), metrics);
        ResultsCopy copy = AggregatorSettings.upload(settings, slides);
        MapResults results = new MapResults(
                new FolderResultsStore(
                        folder, copy, FolderResultsStore.Keep.labelled(settings.text(AggregatorSettings.RESULTS_KEEP))),
                new SlideThumbnails(slides, opening.reader()),
                written,
                Clock.systemUTC());
        Tracing tracing = Tracing.of(settings, Aggregator.NAME);
        KafkaEventPublisher publisher = new KafkaEventPublisher(settings.kafka(), Aggregator.NAME, metrics);
        Viewer viewer = Viewer.live(
                ViewerSettings.from(settings, folder, written.map().tumorClass(), opening.reader()),
                slides,
                settings.kafka(),
                Catalog.NO_QUEUE,
                new TopicCommands(publisher),
                copy,
                metrics);
        return List.of(
                tracing,
                publisher,
                new Aggregator(aggregating, results, metrics, tracing),
                viewer,
                new Resource("slides", slides::trouble, slides::close));
    }
}
