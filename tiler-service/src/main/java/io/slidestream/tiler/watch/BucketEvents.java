package io.slidestream.tiler.watch;

import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.tiler.log.ConsumerThread;
import io.slidestream.tiler.log.TilerMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the bucket looked at as soon as a notification says that something in it has changed. Only an accelerator: what is lost, late
 * or never sent is found at the next look all the same, so trouble here makes the tiler troubled, not failed.
 */
public final class BucketEvents implements Component {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(BucketEvents.class);

    private final String topic;
    private final S3Location folder;
    private final Runnable look;
    private final DeadLetters deadLetters;
    private final TilerMetrics metrics;
    private final ConsumerThread thread;
    private volatile @Nullable String trouble;

    /** @param look has the bucket looked at soon; called on a thread of its own */
    BucketEvents(
            Supplier<Consumer<byte[], byte[]>> consumers,
            String topic,
            S3Location folder,
            Runnable look,
            DeadLetters deadLetters,
            TilerMetrics metrics) {
        this.thread = new ConsumerThread(name(), consumers, this::takeAll, this::failed);
        this.topic = topic;
        this.folder = folder.asFolder();
        this.look = look;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * Reads as a group of the bucket's name, so that of several tilers one is told.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    public static BucketEvents in(
            Map<String, Object> kafka,
            String topic,
            S3Location folder,
            Runnable look,
            DeadLetters deadLetters,
            TilerMetrics metrics) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "slidestream-events-" + folder.bucket());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "bucket-events");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new BucketEvents(() -> new KafkaConsumer<>(properties), topic, folder, look, deadLetters, metrics);
    }

    @Override
    public String name() {
        return "bucket-events";
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public Health check() {
        String what = trouble;
        return what == null ? Health.ready() : Health.troubled(what);
    }

    @Override
    public void close() {
        thread.close();
    }

    private void takeAll(Consumer<byte[], byte[]> reading) {
        reading.subscribe(List.of(topic));
        while (!thread.isClosed()) {
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                take(record);
            }
            reading.commitSync();
        }
    }

    private void failed(Throwable cause) {
        trouble = "notifications are no longer taken from topic " + topic + " (" + cause
                + "); the bucket is only looked at from time to time; restart the service";
        log.error("{}", trouble, cause);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            List<S3Location> objects = BucketEvent.objects(value == null ? new byte[0] : value);
            boolean ours = objects.stream()
                    .anyMatch(object -> object.bucket().equals(folder.bucket())
                            && object.key().startsWith(folder.key()));
            metrics.notified(ours ? "looked" : "other");
            if (ours) {
                look.run();
            }
        } catch (IllegalArgumentException e) {
            metrics.notified("junk");
            deadLetters
                    .bury(
                            new DeadLetters.Letter(
                                    record.topic(), record.partition(), record.offset(), record.key(), value),
                            DeadLetterReason.MALFORMED,
                            String.valueOf(e.getMessage()))
                    .join();
        }
    }
}
