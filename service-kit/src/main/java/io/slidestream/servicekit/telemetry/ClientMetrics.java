package io.slidestream.servicekit.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.Schedules;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;

/** Publishes the metrics of Kafka's consumers, from their creation to close(). Safe for concurrent use. */
public final class ClientMetrics implements Component {
    private final MeterRegistry registry;
    private final Queue<KafkaClientMetrics> bound = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread = Schedules.daemon("client-metrics");

    public ClientMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Wraps a supplier so that each consumer's metrics are published from its creation. */
    public Supplier<Consumer<byte[], byte[]>> of(Supplier<Consumer<byte[], byte[]>> consumers) {
        return () -> {
            Consumer<byte[], byte[]> consumer = consumers.get();
            bind(consumer);
            return consumer;
        };
    }

    /** Micrometer 1.16 takes producers, consumers and admin clients; all that it asks of them is metrics(). */
    public void show(ShareConsumer<?, ?> consumer) {
        bind((Consumer<?, ?>) Proxy.newProxyInstance(
                ClientMetrics.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("metrics")) {
                        return consumer.metrics();
                    }
                    throw new UnsupportedOperationException(method.getName() + " of a share consumer");
                }));
    }

    @Override
    public String name() {
        return "client-metrics";
    }

    @Override
    public Health check() {
        return Health.ready();
    }

    @Override
    public void close() {
        bound.forEach(KafkaClientMetrics::close);
        thread.shutdownNow();
    }

    private void bind(Consumer<?, ?> consumer) {
        KafkaClientMetrics metrics = new KafkaClientMetrics(consumer, Tags.empty(), thread);
        metrics.bindTo(registry);
        bound.add(metrics);
    }
}
