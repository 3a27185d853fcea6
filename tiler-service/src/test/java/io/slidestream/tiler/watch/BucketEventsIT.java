package io.slidestream.tiler.watch;

import static io.slidestream.testkit.Await.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.servicekit.health.Health;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.testkit.FreePort;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.log.TilerMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications by way of a real broker. */
@TimeLimit(seconds = 180)
class BucketEventsIT {
    private static final String TOPIC = "s3-events";

    @TempDir
    Path folder;

    private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();

    @Test
    void everyTilerOfABucketIsTold_whateverItsModelOrFolder() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            createTopic(kafka);
            BucketEvents first = events(kafka, "first", "s3://scans/in");
            BucketEvents second = events(kafka, "second", "s3://scans/in");
            BucketEvents whole = events(kafka, "whole bucket", "s3://scans");
            try (first;
                    second;
                    whole) {
                List.of(first, second, whole).forEach(BucketEvents::start);
                assertThat(nextLooks(3)).containsExactlyInAnyOrder("first", "second", "whole bucket");

                for (int partition = 0; partition < 2; partition++) {
                    notify(kafka, partition, "in/S1.svs");
                    assertThat(nextLooks(3)).containsExactlyInAnyOrder("first", "second", "whole bucket");
                }
                notify(kafka, 0, "out/S2.svs");
                assertThat(nextLooks(1)).containsExactly("whole bucket");
            }
        }
    }

    /** The client gives a question up after a second here, after a minute unless set otherwise. */
    @Test
    void brokerThatIsAwayAtTheStart_andAgainLater_isWaitedFor() throws Exception {
        int port = FreePort.pick();
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "default.api.timeout.ms",
                1000,
                "request.timeout.ms",
                500,
                "reconnect.backoff.max.ms",
                200);
        try (BucketEvents events = events(kafka, "tiler", "s3://scans/in")) {
            events.start();
            await(() -> events.check().state() == Health.State.TROUBLED);
            assertThat(events.check().detail()).contains("no notifications", "TimeoutException");

            try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
                createTopic(kafka);
                assertThat(nextLooks(1)).containsExactly("tiler");
                await(() -> events.check().equals(Health.ready()));
            }
            try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
                notify(kafka, 1, "in/S1.svs");
                assertThat(nextLooks(1)).containsExactly("tiler");
                await(() -> events.check().equals(Health.ready()));
            }
        }
    }

    private BucketEvents events(Map<String, Object> kafka, String tiler, String place) {
        return BucketEvents.in(
                kafka,
                TOPIC,
                S3Location.parse(place),
                () -> looks.add(tiler),
                (letter, reason, why) -> CompletableFuture.completedFuture(null),
                new TilerMetrics(new SimpleMeterRegistry()));
    }

    private List<String> nextLooks(int count) throws InterruptedException {
        List<String> next = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            next.add(looks.take());
        }
        return next;
    }

    private static void createTopic(Map<String, Object> kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.get("bootstrap.servers")))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
        }
    }

    private static void notify(Map<String, Object> kafka, int partition, String key) throws Exception {
        String message =
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"scans\"},\"object\":{\"key\":\"" + key + "\"}}}]}";
        Map<String, Object> producing = Map.of("bootstrap.servers", kafka.get("bootstrap.servers"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, partition, null, message.getBytes(UTF_8)))
                    .get();
        }
    }
}
