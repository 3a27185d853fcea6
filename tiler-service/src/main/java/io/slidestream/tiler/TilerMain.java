package io.slidestream.tiler;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Resource;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.KafkaDeadLetters;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.ServiceRights;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.servicekit.run.ServiceRunner;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.open.SlideIsolation;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.s3.SlideRoots;
import io.slidestream.slides.store.SlideStore;
import io.slidestream.tiler.commands.Commands;
import io.slidestream.tiler.log.Pause;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.PartitionedOwnership;
import io.slidestream.tiler.queue.ExpiredBlocks;
import io.slidestream.tiler.queue.TilingQueue;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.states.StateFile;
import io.slidestream.tiler.tiling.BlockFlow;
import io.slidestream.tiler.tiling.Delivery;
import io.slidestream.tiler.tiling.SlideOpener;
import io.slidestream.tiler.tiling.SlideTiler;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.tiler.tiling.TissuePictures;
import io.slidestream.tiler.watch.BucketEvents;
import io.slidestream.tiler.watch.SlideWatcher;
import io.slidestream.tiler.watch.WatchedBucket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tiler as a process of its own. */
public final class TilerMain {
    private static final String NAME = "tiler-service";

    private TilerMain() {}

    public static void main(String[] args) {
        ServiceRunner.main(NAME, TilerSettings.definition(), args, TilerMain::wire);
    }

    static List<Component> wire(Settings settings, MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        TilerSettings own = TilerSettings.of(settings);
        SlideFetchers fetchers = new SlideFetchers(own.s3(), registry);
        SlideStore store = own.store(fetchers);
        fetchers.restrictTo(SlideRoots.of(List.of(store.location())));
        TilingRecipe recipe = new TilingRecipe(
                model(own.model(), own.symmetries()),
                own.tiling().stride(),
                own.tiling().mpp(),
                own.tiling().tissue(),
                own.tiling().tilesLimit());
        TopicCreation.ensure(settings, ServiceRights.Service.TILER);
        own.folder().ifPresent(bucket -> ServiceMetrics.disk(registry, "bucket", bucket));
        ServiceMetrics.disk(registry, "cache", fetchers.cacheFolder());
        ServiceMetrics.disk(registry, "state", own.stateFolder());
        SlideIsolation.begin(own.opening().isolation(), fetchers.cacheFolder(), registry);

        TilerMetrics metrics = new TilerMetrics(registry);
        Tracing tracing = Tracing.of(settings, NAME);
        KafkaEventPublisher publisher = new KafkaEventPublisher(settings.kafka(), NAME, registry, tracing);
        KafkaDeadLetters deadLetters = new KafkaDeadLetters(publisher, NAME, registry, clock);
        PartitionedOwnership share = new PartitionedOwnership(store.location());
        StateFile file = StateFile.in(own.stateFolder(), clock);
        KnownMaps known = KnownMaps.in(settings.kafka(), file, deadLetters, metrics);
        SlideStates states = SlideStates.in(settings.kafka(), file, publisher, deadLetters, share, metrics, clock);
        SlideOpener slides = SlideOpener.of(fetchers, own.opening().reader());
        BlockFlow blocks = BlockFlow.in(
                settings.kafka(),
                new Delivery(publisher, metrics, Pause.ASLEEP),
                share,
                known::add,
                own.tiling().blocksAhead(),
                metrics);
        SlideTiler tiler = new SlideTiler(slides, blocks, recipe, TissuePictures.none(), metrics, tracing);
        int threads = own.tiling().threads();
        TilingQueue queue = new TilingQueue(tiler, known, states, share, threads, metrics, clock);
        SlideWatcher watcher = new SlideWatcher(
                WatchedBucket.of(store), slides, queue, states, share, own.patience(), metrics, Ticks.SYSTEM, clock);
        ExpiredBlocks expired = ExpiredBlocks.in(settings.kafka(), states, queue);
        Runnable onGranted = () -> {
            watcher.shareHasGrown();
            expired.lookSoon();
        };
        Commands commands = Commands.in(
                settings.kafka(),
                queue,
                deadLetters,
                new Commands.Sharing(store.location(), share, known, states, onGranted),
                recipe.model().id(),
                metrics);
        List<Component> components = new ArrayList<>(List.of(
                tracing,
                metrics.clients(),
                publisher,
                new Resource("state", Optional::empty, file::close),
                known,
                states,
                blocks,
                queue,
                commands,
                watcher,
                expired));
        own.notifications()
                .map(told -> BucketEvents.in(
                        settings.kafka(), told.topic(), told.bucket(), watcher::lookNow, deadLetters, metrics))
                .ifPresent(components::add);
        components.add(new Resource("slides", fetchers::trouble, fetchers::close));
        return components;
    }

    private static Model model(Path bundle, int symmetries) {
        try {
            return ModelBundle.load(bundle).model(symmetries);
        } catch (ModelBundleException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
