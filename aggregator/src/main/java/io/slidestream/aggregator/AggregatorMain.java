package io.slidestream.aggregator;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.aggregator.results.FolderResultsStore;
import io.slidestream.aggregator.results.MapResults;
import io.slidestream.servicekit.CommonSettings;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.ServiceRunner;
import io.slidestream.servicekit.Settings;
import io.slidestream.slides.LocalSlideFetcher;
import io.slidestream.slides.ReaderChoice;
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
        MapResults results = new MapResults(
                new FolderResultsStore(settings.path(AggregatorSettings.RESULTS_FOLDER)),
                new SlideThumbnails(new LocalSlideFetcher(), ReaderChoice.of(settings.text(ReaderChoice.SETTING))),
                Clock.systemUTC());
        return List.of(new Aggregator(AggregatorSettings.from(settings), results, metrics));
    }
}
