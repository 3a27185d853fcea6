package io.slidestream.servicekit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.servicekit.health.Health;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RecordSenderTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Deque<MockProducer<byte[], byte[]>> made = new ArrayDeque<>(List.of(producer));
    private final RecordSender sender = new RecordSender(made::remove, new SimpleMeterRegistry());

    @Test
    void sendCompletesWhenTheBrokerHasTheRecord() {
        CompletableFuture<Void> sent = send();
        assertThat(sent).isNotDone();

        producer.completeNext();

        assertThat(sent).isCompleted();
        assertThat(sender.check()).isEqualTo(Health.ready());
    }

    @Test
    void lostRecordIsTold_andTheNextOneHeals() {
        CompletableFuture<Void> lost = send();
        producer.errorNext(new TimeoutException("expired"));

        assertThat(lost).isCompletedExceptionally();
        assertThat(sender.check()).isEqualTo(Health.troubled("the last send failed: TimeoutException: expired"));

        CompletableFuture<Void> outOfOrder = send();
        producer.errorNext(new OutOfOrderSequenceException("gap"));
        CompletableFuture<Void> next = send();
        producer.completeNext();

        assertThat(outOfOrder).isCompletedExceptionally();
        assertThat(next).isCompleted();
        assertThat(sender.check()).isEqualTo(Health.ready());
    }

    @Test
    void permissionThatIsWithdrawn_isNamed_andHealsWhenItComesBack() {
        CompletableFuture<Void> refused = send();
        producer.errorNext(new TopicAuthorizationException(Set.of("slides")));

        assertThat(refused).isCompletedExceptionally();
        assertThat(sender.check().state()).isEqualTo(Health.State.TROUBLED);
        assertThat(sender.check().detail()).contains("Kafka denies this service WRITE on topic slides");

        CompletableFuture<Void> other = send();
        producer.completeNext();
        assertThat(other).isCompleted();
        assertThat(sender.check()).isEqualTo(Health.ready());
    }

    @Test
    void producerThatCanSendNoMore_isReplacedWithTheNextSend() {
        MockProducer<byte[], byte[]> second =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        made.add(second);
        producer.sendException = new KafkaException("in a fatal state");
        assertThat(send()).isCompletedExceptionally();

        CompletableFuture<Void> next = send();
        second.completeNext();

        assertThat(next).isCompleted();
        assertThat(producer.closed()).isTrue();
        assertThat(sender.check()).isEqualTo(Health.ready());
    }

    @Test
    void brokerThatIsTooOld_failsForGood() {
        CompletableFuture<Void> refused = send();
        producer.errorNext(new UnsupportedVersionException("no idempotence"));

        assertThat(refused).isCompletedExceptionally();
        assertThat(sender.check().state()).isEqualTo(Health.State.FAILED);
        assertThat(sender.check().detail()).contains("use Kafka 4.2 or newer");
    }

    @Test
    void sendAfterClose_isAFailedSend() {
        sender.close();

        assertThat(send()).isCompletedExceptionally();
    }

    private CompletableFuture<Void> send() {
        return sender.send(new ProducerRecord<>("slides", new byte[] {1}, new byte[] {2}));
    }
}
