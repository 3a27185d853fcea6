package io.slidestream.servicekit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.servicekit.health.Health;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RecordSenderTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final RecordSender sender = new RecordSender(producer, new SimpleMeterRegistry());

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
        assertThat(sender.check()).isEqualTo(Health.troubled("the last send failed: expired"));

        CompletableFuture<Void> outOfOrder = send();
        producer.errorNext(new OutOfOrderSequenceException("gap"));
        CompletableFuture<Void> next = send();
        producer.completeNext();

        assertThat(outOfOrder).isCompletedExceptionally();
        assertThat(next).isCompleted();
        assertThat(sender.check()).isEqualTo(Health.ready());
    }

    @Test
    void errorsThatNoLaterSendEscapes_failForGood() {
        CompletableFuture<Void> refused = send();
        producer.errorNext(new TopicAuthorizationException("not yours"));
        CompletableFuture<Void> other = send();
        producer.completeNext();

        assertThat(refused).isCompletedExceptionally();
        assertThat(other).isCompleted();
        assertThat(sender.check().state()).isEqualTo(Health.State.FAILED);
    }

    @Test
    void sendThatThrows_isAFailedSend() {
        producer.sendException = new KafkaException("in a fatal state");

        assertThat(send()).isCompletedExceptionally();
        assertThat(sender.check().state()).isEqualTo(Health.State.FAILED);
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
