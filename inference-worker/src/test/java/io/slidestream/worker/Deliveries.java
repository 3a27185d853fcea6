package io.slidestream.worker;

import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records as a share consumer hands them out. */
public final class Deliveries {
    private Deliveries() {}

    public static ConsumerRecord<byte[], byte @Nullable []> of(TileBlock block, int delivery, long offset) {
        return of(Topic.TILE_BLOCKS.codec().encode(block), delivery, offset);
    }

    public static ConsumerRecord<byte[], byte @Nullable []> of(byte @Nullable [] value, int delivery, long offset) {
        return new ConsumerRecord<>(
                Topic.TILE_BLOCKS.name(),
                3,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key".getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) delivery));
    }
}
