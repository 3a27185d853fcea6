package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.synthetic.SyntheticSlide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A bucket that is listed once a day, and an S3 server that says what has come; its first answers are errors. */
@ExtendWith(NeedsOpenSlide.class)
class NotificationsIT {
    private static final String TOPIC = "bucket-events";
    private static final String NOTIFICATION = """
            {"EventName": "s3:ObjectCreated:Put", "Key": "scans/slide.svs", "Records": [{"eventSource": "minio:s3",
              "s3": {"bucket": {"name": "scans"}, "object": {"key": "slide.svs"}}}]}""";

    @TempDir
    Path folder;

    @Test
    void slideThatANotificationTellsOf_isMapped_andJunkIsADeadLetter() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(2000, 1500).mpp(0.5).write(slide);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
                FaultyBucket bucket = new FaultyBucket()) {
            createTopic(broker);
            Services services = new Services(
                    broker.bootstrapServers(),
                    folder,
                    folder,
                    List.of("-Daws.accessKeyId=any", "-Daws.secretAccessKey=any"));
            Map<String, String> s3 = Map.of(
                    "S3_ENDPOINT",
                    bucket.endpoint().toString(),
                    "S3_CACHE_FOLDER",
                    folder.resolve("cache").toString());
            Map<String, String> watching = new HashMap<>(s3);
            watching.putAll(Map.of("BUCKET", "s3://scans", "WATCH_INTERVAL", "24h", "BUCKET_EVENTS_TOPIC", TOPIC));
            try (Services.Running tiler = services.tiler(watching);
                    Services.Running worker = services.worker(s3);
                    Services.Running aggregator = services.aggregator(s3)) {
                tiler.awaitReady();
                worker.awaitReady();
                aggregator.awaitReady();
                bucket.put(slide);
                // the group of the notifications may still be forming, and begins with what comes then
                tiler.process().until("a dead letter", () -> {
                    send(broker, "junk");
                    return tiler.ops().metric("slidestream_dead_letters_total", "topic=\"" + TOPIC + "\"") > 0;
                });
                assertThat(services.results().resolve("slide")).doesNotExist();

                send(broker, NOTIFICATION);
                Path summary = services.results().resolve("slide/summary.json");
                aggregator.process().until("the map", () -> Files.exists(summary));
            }
        }
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void send(EmbeddedBroker broker, String notification) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, notification));
        }
    }
}
