package io.slidestream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.engine.DeviceUnavailableException;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.servicekit.BucketSettings;
import io.slidestream.servicekit.CommonSettings;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.KafkaDeadLetters;
import io.slidestream.servicekit.KafkaEventPublisher;
import io.slidestream.servicekit.Resource;
import io.slidestream.servicekit.ServiceMetrics;
import io.slidestream.servicekit.ServiceRunner;
import io.slidestream.servicekit.Settings;
import io.slidestream.servicekit.StartupException;
import io.slidestream.servicekit.Tracing;
import io.slidestream.slides.s3.SlideFetchers;
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
        InferenceEngine engine = usable(() -> InferenceWorker.load(
                bundle, inference.engine(), inference.batchSize(), inference.engineThreads(), inference.symmetries()));
        CommonSettings.ensureTopics(settings);

        Tracing tracing = Tracing.of(settings, NAME);
        KafkaEventPublisher publisher = new KafkaEventPublisher(settings.kafka(), NAME, registry, tracing);
        KafkaDeadLetters deadLetters = new KafkaDeadLetters(publisher, NAME, registry, Clock.systemUTC());
        SlideFetchers slides = SlideFetchers.of(BucketSettings.of(settings), registry);
        ServiceMetrics.disk(registry, "cache", slides.cacheFolder());
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
