package io.slidestream.tiler;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.Model;
import io.slidestream.networks.ModelBundle;
import io.slidestream.networks.ModelBundleException;
import io.slidestream.servicekit.CommonSettings;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.KafkaDeadLetters;
import io.slidestream.servicekit.KafkaEventPublisher;
import io.slidestream.servicekit.ServiceRunner;
import io.slidestream.servicekit.Settings;
import io.slidestream.servicekit.StartupException;
import io.slidestream.slides.FolderSlideStore;
import io.slidestream.slides.ReaderChoice;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The tiler as a process of its own. */
public final class TilerMain {
    private static final String NAME = "tiler-service";

    private TilerMain() {}

    public static void main(String[] args) {
        ServiceRunner.main(NAME, TilerSettings.definition(), args, TilerMain::wire);
    }

    static List<Component> wire(Settings settings, MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        FolderSlideStore store = TilerSettings.bucket(settings);
        TilingRecipe recipe = new TilingRecipe(
                model(settings.path(TilerSettings.MODEL)),
                settings.decimal(TilerSettings.STRIDE),
                TilerSettings.mpp(settings),
                TilerSettings.tissue(settings));
        CommonSettings.ensureTopics(settings);

        TilerMetrics metrics = new TilerMetrics(registry);
        KafkaEventPublisher publisher = new KafkaEventPublisher(settings.kafka(), NAME, registry);
        KafkaDeadLetters deadLetters = new KafkaDeadLetters(publisher, NAME, registry, clock);
        String bucket = TilerSettings.location(settings);
        BucketShare share = new BucketShare();
        KnownMaps known = KnownMaps.in(settings.kafka(), deadLetters);
        SlideStates states = SlideStates.in(settings.kafka(), publisher, deadLetters, share, metrics, clock);
        SlideOpener slides = SlideOpener.of(store, ReaderChoice.of(settings.text(ReaderChoice.SETTING)));
        SlideTiler tiler = new SlideTiler(slides, publisher, recipe, TissuePictures.none(), metrics);
        int threads = settings.number(TilerSettings.TILING_THREADS);
        SlideIntake intake = new SlideIntake(tiler, known, states, share, threads, metrics, clock);
        Commands commands = Commands.in(
                settings.kafka(),
                intake,
                deadLetters,
                new Commands.Sharing(bucket, share, known, states),
                recipe.model().id());
        SlideWatcher watcher = new SlideWatcher(
                new SlideWatcher.WatchedBucket(bucket, store::contents),
                slides,
                intake,
                states,
                share,
                TilerSettings.patience(settings),
                metrics,
                Ticks.of(clock));
        return List.of(publisher, known, states, intake, commands, watcher);
    }

    private static Model model(Path bundle) {
        try {
            return ModelBundle.load(bundle).model();
        } catch (ModelBundleException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
