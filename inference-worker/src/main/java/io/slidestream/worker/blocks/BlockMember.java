package io.slidestream.worker.blocks;

import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a share group that a worker is to have.
 *
 * @param consumers makes its consumer
 */
public record BlockMember(Supplier<ShareConsumer<byte[], byte @Nullable []>> consumers, Lane lane) {}
