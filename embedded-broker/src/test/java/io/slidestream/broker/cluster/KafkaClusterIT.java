package io.slidestream.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class KafkaClusterIT {
    @TempDir
    static Path folder;

    private static KafkaCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = KafkaCluster.start(
                ClusterPlan.open(folder, 3, process -> process).at(ClusterPlan.Tempo.BRISK));
        cluster.admin()
                .client()
                .createTopics(List.of(new NewTopic("t", Optional.of(1), Optional.of((short) 3))))
                .all()
                .get();
        cluster.awaitHealed();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @Test
    void leaderThatIsCutOff_isReplaced_andComesBack() throws Exception {
        ClusterNode leader = cluster.leader("t", 0);

        leader.cutOff();

        assertThat(write(Duration.ofMinutes(2))).isNotNegative();
        leader.reconnect();
        cluster.awaitHealed();
    }

    @Test
    void movedLeaders_areOthersThanBefore() throws Exception {
        int before = cluster.leader("t", 0).id();

        assertThat(cluster.admin().moveLeaders()).isPositive();

        assertThat(cluster.leader("t", 0).id()).isNotEqualTo(before);
    }

    /** A broker whose metadata is held answers of a new topic that it knows none. */
    @Test
    void heldMetadata_isOldMetadata() throws Exception {
        ClusterNode held = cluster.nodes().get(1);
        held.holdMetadata();

        cluster.admin()
                .client()
                .createTopics(List.of(new NewTopic("late", Map.of(0, List.of(held.id())))))
                .all()
                .get();
        KafkaProducer<String, String> producer = producer(1000);
        try (producer) {
            assertThat(producer.send(new ProducerRecord<>("late", "x")))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
        }
        held.releaseMetadata();
        cluster.awaitHealed();
    }

    /** A write that waits for the disk of the leader is done when that is mended; until then the broker counts as alive. */
    @Test
    void slowDisk_takesRecordsLate() throws Exception {
        ClusterNode leader = cluster.leader("t", 0);
        leader.slowDisk(Duration.ofHours(1));

        try (KafkaProducer<String, String> producer = producer(120_000)) {
            Future<RecordMetadata> written = producer.send(new ProducerRecord<>("t", "x"));
            assertThat(written)
                    .failsWithin(Duration.ofSeconds(6))
                    .withThrowableThat()
                    .isInstanceOf(TimeoutException.class);
            assertThat(cluster.leader("t", 0).id()).isEqualTo(leader.id());

            leader.mendDisk();
            assertThat(written).succeedsWithin(Duration.ofMinutes(2));
        }
        cluster.awaitHealed();
    }

    /** Returns the offset of a record that was written. */
    private static long write(Duration limit) throws Exception {
        try (KafkaProducer<String, String> producer = producer((int) limit.toMillis())) {
            RecordMetadata written =
                    producer.send(new ProducerRecord<>("t", "x")).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return written.offset();
        } catch (TimeoutException e) {
            return -1;
        }
    }

    private static KafkaProducer<String, String> producer(int limitMillis) {
        Map<String, Object> settings = new HashMap<>(cluster.client("anybody"));
        settings.put("delivery.timeout.ms", limitMillis);
        settings.put("request.timeout.ms", Math.min(2000, limitMillis / 2));
        settings.put("max.block.ms", limitMillis);
        settings.put("linger.ms", 0);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
