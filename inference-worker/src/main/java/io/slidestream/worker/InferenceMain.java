package io.slidestream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.engine.DeviceUnavailableException;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.servicekit.config.BucketSettings;
import io.slidestream.servicekit.config.OpeningSettings;
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
import io.slidestream.worker.config.InferenceSettings;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The inference worker as a process of its own. */
public final class InferenceMain {
    private static final String NAME = "inference-worker";

    private InferenceMain() {}

    public static void main(String[] args) {
        ServiceRunner.main(NAME, InferenceSettings.definition(), args, InferenceMain::wire);
    }

    static List<Component> wire(Settings settings, MeterRegistry registry) {
        InferenceSettings inference = InferenceSettings.of(settings);
        ModelBundle bundle = usable(() -> ModelBundle.load(inference.model()));
        InferenceEngine engine = usable(() -> InferenceWorker.load(bundle, inference.computing()));
        TopicCreation.ensure(settings, ServiceRights.Service.WORKER);

        Tracing tracing = Tracing.of(settings, NAME);
        KafkaEventPublisher publisher = new KafkaEventPublisher(settings.kafka(), NAME, registry, tracing);
        KafkaDeadLetters deadLetters = new KafkaDeadLetters(publisher, NAME, registry, Clock.systemUTC());
        SlideFetchers slides = new SlideFetchers(BucketSettings.of(settings), registry);
        slides.restrictTo(SlideRoots.of(settings.list(BucketSettings.ROOTS)));
        ServiceMetrics.disk(registry, "cache", slides.cacheFolder());
        SlideIsolation.begin(OpeningSettings.of(settings).isolation(), slides.cacheFolder(), registry);
        InferenceWorker worker = InferenceWorker.of(
                inference, settings.kafka(), bundle, engine, slides, publisher, deadLetters, registry, tracing);
        return List.of(tracing, publisher, worker, new Resource("slides", slides::trouble, slides::close));
    }

    private static <T> T usable(Supplier<T> model) {
        try {
            return model.get();
        } catch (ModelBundleException | DeviceUnavailableException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
