package io.slidestream.tiler.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.tiler.log.TilerMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BucketEventsTest {
    private static final TopicPartition PARTITION = new TopicPartition("s3-events", 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> buried = new LinkedBlockingQueue<>();

    @Test
    void notification_hasTheBucketLookedAt_andJunkIsBuried() throws Exception {
        DeadLetters deadLetters = (letter, reason, why) -> {
            buried.add(new String(letter.value(), UTF_8) + ": " + why);
            return CompletableFuture.completedFuture(null);
        };
        BucketEvents events = new BucketEvents(
                () -> consumer,
                "s3-events",
                S3Location.parse("s3://scans/in"),
                () -> looks.add("looked"),
                deadLetters,
                new TilerMetrics(registry));
        CountDownLatch read = new CountDownLatch(1);
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            consumer.updateBeginningOffsets(new HashMap<>(Map.of(PARTITION, 0L)));
            List<String> messages = List.of(
                    "not JSON",
                    "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"other\"},\"object\":{\"key\":\"in/S1.svs\"}}}]}",
                    "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"scans\"}",
                    "{\"Records\":[{\"s3\":{}}]}",
                    "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"scans\"},"
                            + "\"object\":{\"key\":\"in/a+b/S%C3%BC.svs\",\"size\":7}}}]}");
            for (int i = 0; i < messages.size(); i++) {
                consumer.addRecord(new ConsumerRecord<>(
                        "s3-events", 0, i, new byte[0], messages.get(i).getBytes(UTF_8)));
            }
        });
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(read::countDown);
        events.start();

        assertThat(looks.poll(30, TimeUnit.SECONDS)).isEqualTo("looked");
        assertThat(read.await(30, TimeUnit.SECONDS)).isTrue();
        events.close();

        assertThat(looks).isEmpty();
        assertThat(buried).hasSize(2).first().asString().startsWith("not JSON: no notification of an S3 bucket");
        assertThat(outcome("looked")).isEqualTo(1);
        assertThat(outcome("other")).isEqualTo(2);
        assertThat(outcome("junk")).isEqualTo(2);
    }

    @Test
    void keys_areAsTheServerEncodesThem() {
        String message =
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"scans\"},\"object\":{\"key\":\"a+b/S%2B%C3%BC.svs\"}}}]}";

        assertThat(BucketEvent.objects(message.getBytes(UTF_8)))
                .containsExactly(new S3Location("scans", "a b/S+ü.svs"));
    }

    private double outcome(String name) {
        return registry.get("slidestream.tiler.notifications")
                .tag("outcome", name)
                .counter()
                .count();
    }
}
