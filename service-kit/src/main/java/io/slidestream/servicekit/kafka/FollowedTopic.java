package io.slidestream.servicekit.kafka;

import io.slidestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic and what is done with each of its records.
 *
 * @param reader given the records of a partition in their order; a record that it fails on may come again
 */
public record FollowedTopic(String name, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    /**
     * Decodes the records of a topic.
     *
     * @param junk handles records that cannot be decoded
     * @param forgotten given the keys of tombstones
     */
    public static <T> FollowedTopic of(
            Topic<T> topic, DeadLetters junk, Consumer<T> messages, Consumer<String> forgotten) {
        return new FollowedTopic(topic.name(), record -> {
            if (record.value() != null) {
                Decoded.of(DeadLetters.Letter.of(record), topic.codec())
                        .fold(
                                message -> {
                                    messages.accept(message);
                                    return true;
                                },
                                none -> {
                                    none.settleIn(junk);
                                    return false;
                                });
            } else if (record.key() != null) {
                forgotten.accept(new String(record.key(), StandardCharsets.UTF_8));
            }
        });
    }
}
