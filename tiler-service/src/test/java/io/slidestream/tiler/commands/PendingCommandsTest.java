package io.slidestream.tiler.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendingCommandsTest {
    private static final TopicPartition PARTITION = new TopicPartition("commands", 2);
    private final PendingCommands pending = new PendingCommands();

    @Test
    void offsetIsCommitted_whenAllBeforeItAreOver() {
        CompletableFuture<Void> first = add(7);
        CompletableFuture<Void> second = add(8);
        CompletableFuture<Void> third = add(11);
        second.complete(null);
        assertThat(pending.over()).isEmpty();

        first.complete(null);
        assertThat(pending.over()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(9)));
        assertThat(pending.over()).as("said once").isEmpty();

        third.complete(null);
        assertThat(pending.over()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(12)));
    }

    @Test
    void commandsOfAPartitionThatGoes_areTheNextOnesToCommit() {
        add(7).complete(null);
        pending.forget(List.of(PARTITION));
        assertThat(pending.over()).isEmpty();
    }

    private CompletableFuture<Void> add(long offset) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        pending.add(new ConsumerRecord<>("commands", 2, offset, new byte[0], new byte[0]), end);
        return end;
    }
}
