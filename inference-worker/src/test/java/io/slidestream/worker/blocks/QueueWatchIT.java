package io.slidestream.worker.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.testkit.TimeLimit;
import io.slidestream.worker.WorkerBench;
import io.slidestream.worker.telemetry.Backlog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TimeLimit(seconds = 120)
class QueueWatchIT {
    /** Its records bear the time that their sender gives. */
    private static final String TOPIC = "sent-long-ago";

    @Test
    void aBlockThatCameAfterHoursOfNothing_isAsOldAsItself(@TempDir Path folder) throws Exception {
        Duration nothing = Duration.ofHours(5);
        try (WorkerBench bench = new WorkerBench(folder);
                Admin admin = Admin.create(bench.kafka())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            WorkerGroup group = bench.group("a".repeat(64));
            group.configure();
            QueueWatch queue = group.watch(TOPIC);
            send(bench, Instant.now().minus(nothing));
            assertThat(queue.backlog().ageSeconds()).isGreaterThanOrEqualTo(nothing.toSeconds());
            try (ShareConsumer<byte[], byte @Nullable []> worker = group.join()) {
                worker.subscribe(List.of(TOPIC));
                while (!queue.backlog().equals(new Backlog(0, 0))) {
                    worker.poll(Duration.ofMillis(200)).forEach(worker::acknowledge);
                    worker.commitSync();
                }
            }

            send(bench, Instant.now());
            Backlog backlog = queue.backlog();
            assertThat(backlog.blocks()).isEqualTo(1);
            assertThat(backlog.ageSeconds()).isLessThan(nothing.toSeconds());
        }
    }

    private static void send(WorkerBench bench, Instant when) throws Exception {
        try (var producer = new KafkaProducer<>(bench.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, when.toEpochMilli(), new byte[1], new byte[1]))
                    .get();
        }
    }
}
