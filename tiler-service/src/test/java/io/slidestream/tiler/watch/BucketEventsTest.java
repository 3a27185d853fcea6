package io.slidestream.tiler.watch;

import static io.slidestream.testkit.Await.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.log.TilerMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 60)
class BucketEventsTest {
    private static final String OURS =
            "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"scans\"},"
                    + "\"object\":{\"key\":\"in/a+b/S%C3%BC.svs\",\"size\":7}}}]}";
    private static final TopicPartition PARTITION = new TopicPartition("s3-events", 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AwayConsumer consumer = new AwayConsumer();
    private final AtomicInteger refusals = new AtomicInteger();
    private long written;
    private final LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> buried = new LinkedBlockingQueue<>();

    @Test
    void notification_hasTheBucketLookedAt_andJunkIsBuried() throws Exception {
        BucketEvents events = events();
        List<String> messages = List.of(
                "not JSON",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"other\"},\"object\":{\"key\":\"in/S1.svs\"}}}]}",
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"scans\"}",
                "{\"Records\":[{\"s3\":{}}]}",
                OURS);
        events.start();
        assertThat(looks.take()).as("what came before").isEqualTo("looked");
        consumer.schedulePollTask(() -> messages.forEach(this::add));

        assertThat(looks.take()).isEqualTo("looked");
        events.close();

        assertThat(looks).isEmpty();
        assertThat(buried).hasSize(2).first().asString().startsWith("not JSON: no notification of an S3 bucket");
        assertThat(outcome("looked")).isEqualTo(1);
        assertThat(outcome("other")).isEqualTo(2);
        assertThat(outcome("junk")).isEqualTo(2);
    }

    /** Each of these questions fails after a minute without a broker. */
    @Test
    void kafkaThatIsAwayForLong_costsNoNotification_andNoRestart() throws Exception {
        BucketEvents events = events();
        events.start();
        looks.take();
        consumer.away.set(1);
        consumer.schedulePollTask(() -> add(OURS));

        assertThat(looks.take()).isEqualTo("looked");
        await(() -> consumer.away.get() == 0 && events.check().equals(Health.ready()));
        consumer.schedulePollTask(() -> add(OURS));
        assertThat(looks.take()).isEqualTo("looked");
        events.close();
    }

    @Test
    void junkThatCannotBeBuriedJustNow_isBuriedLater() throws Exception {
        refusals.set(1);
        BucketEvents events = events();
        events.start();
        looks.take();
        consumer.schedulePollTask(() -> {
            add("not JSON");
            consumer.schedulePollTask(() -> again("not JSON"));
        });

        assertThat(buried.take()).startsWith("not JSON");
        events.close();
    }

    private BucketEvents events() {
        DeadLetters deadLetters = (letter, reason, why) -> {
            if (refusals.getAndDecrement() > 0) {
                return CompletableFuture.failedFuture(new TimeoutException("no broker"));
            }
            buried.add(new String(letter.value(), UTF_8) + ": " + why);
            return CompletableFuture.completedFuture(null);
        };
        Node node = new Node(0, "localhost", 9092);
        consumer.updatePartitions(
                "s3-events", List.of(new PartitionInfo("s3-events", 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateEndOffsets(new HashMap<>(Map.of(PARTITION, 0L)));
        return new BucketEvents(
                () -> consumer,
                "s3-events",
                S3Location.parse("s3://scans/in"),
                () -> looks.add("looked"),
                deadLetters,
                new TilerMetrics(registry));
    }

    private void add(String message) {
        written++;
        again(message);
    }

    private void again(String message) {
        consumer.addRecord(new ConsumerRecord<>("s3-events", 0, written - 1, new byte[0], message.getBytes(UTF_8)));
    }

    /** Fails as a client does without a broker, so often. */
    private static final class AwayConsumer extends MockConsumer<byte[], byte[]> {
        final AtomicInteger away = new AtomicInteger();

        AwayConsumer() {
            super("earliest");
        }

        @Override
        public synchronized long position(TopicPartition partition) {
            if (away.get() > 0) {
                away.decrementAndGet();
                throw new TimeoutException("Timeout of 60000ms expired before the position could be determined");
            }
            return super.position(partition);
        }

        @Override
        public synchronized void commitSync() {
            throw new TimeoutException("Timeout of 60000ms expired before successfully committing offsets");
        }
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
