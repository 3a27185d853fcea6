package io.slidestream.aggregator.streams;

import io.slidestream.aggregator.ledger.AggregatorMetrics.Outcome;
import io.slidestream.aggregator.ledger.BlockStore;
import io.slidestream.aggregator.ledger.LedgerParts;
import io.slidestream.aggregator.ledger.LedgerStore;
import io.slidestream.aggregator.ledger.MapClosing;
import io.slidestream.aggregator.ledger.MapLedgers;
import io.slidestream.aggregator.ledger.Outbox;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Codec;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.DeadLetters.Letter;
import io.slidestream.servicekit.kafka.Decoded;
import io.slidestream.servicekit.kafka.Junk;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.servicekit.telemetry.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Connects Kafka with the ledgers of one partition: decodes records, dead-letters those that cannot be decoded, and
 * schedules the ledgers' ticks. Confined to one stream thread, which may close it and initialise it again: a task whose
 * state was lost is revived with the processors that it had.
 */
final class LedgerProcessor implements Processor<byte[], byte[], byte[], byte[]>, Outbox {
    private final LedgerParts parts;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable MapLedgers ledgers;
    private final List<Cancellable> schedules = new ArrayList<>();
    private boolean resumed;

    LedgerProcessor(LedgerParts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        LedgerStore ledgerStore = new LedgerStore(context.getStateStore(LedgerStore.NAME));
        BlockStore blockStore = new BlockStore(context.getStateStore(BlockStore.NAME));
        MapClosing closing = new MapClosing(
                ledgerStore,
                blockStore,
                parts.writing(),
                parts.troubles(),
                parts.metrics(),
                parts.tracing(),
                parts.retryInterval());
        MapLedgers all = new MapLedgers(
                ledgerStore, blockStore, closing, this, parts.troubles(), parts.openMaps(), parts.metrics());
        ledgers = all;
        resumed = false;
        schedule(parts.snapshotInterval(), now -> {
            if (!resumed) {
                all.resume(now);
                resumed = true;
            }
            all.tell();
        });
        schedule(parts.retryInterval(), all::tend);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long now = context().currentSystemTimeMs();
        MapLedgers all = Objects.requireNonNull(ledgers, "process() before init()");
        if (origin().topic().equals(Topic.TILE_SCORES.name())) {
            try (Tracing.Stage stage = parts.tracing().begin("count block", record.headers())) {
                BlockScored block = decoded(record, Topic.TILE_SCORES.codec(), BlockScored::mapId);
                if (block != null) {
                    stage.tell("map", block.mapId().hex());
                }
                parts.metrics().block(block == null ? Outcome.BURIED : all.scored(block, now));
            }
        } else if (record.value() == null) {
            forgotten(record.key()).ifPresent(all::forget);
        } else {
            try (Tracing.Stage stage = parts.tracing().begin("take manifest", record.headers())) {
                SlideEvent event = decoded(record, Topic.SLIDES.codec(), SlideEvent::mapId);
                if (event != null) {
                    stage.tell("map", event.mapId().hex());
                }
                parts.metrics().event(event == null ? Outcome.BURIED : all.event(event, now));
            }
        }
    }

    @Override
    public void close() {
        schedules.forEach(Cancellable::cancel); // else they would tick on, for ledgers that nobody fills any more
        schedules.clear();
        if (ledgers != null) {
            ledgers.release();
        }
    }

    @Override
    public void publish(MapUpdated update) {
        byte[] key = update.mapId().hex().getBytes(StandardCharsets.US_ASCII);
        byte[] value = Topic.TUMOR_MAPS.codec().encode(update);
        context().forward(new Record<>(key, value, context().currentSystemTimeMs()), TumorMapTopology.UPDATES);
    }

    @Override
    public void bury(BlockScored block, String why) {
        byte[] key = block.mapId().hex().getBytes(StandardCharsets.US_ASCII);
        bury(Topic.TILE_SCORES.name(), key, Topic.TILE_SCORES.codec().encode(block), DeadLetterReason.UNUSABLE, why);
    }

    /** The map that a tombstone is of; empty where its key is none of ours. */
    private static Optional<MapId> forgotten(byte @Nullable [] key) {
        try {
            return key == null ? Optional.empty() : Optional.of(new MapId(new String(key, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Decodes the record; null if it was dead-lettered. */
    private <T> @Nullable T decoded(Record<byte[], byte[]> record, Codec<T> codec, Function<T, MapId> mapId) {
        RecordMetadata at = origin();
        Letter letter = new Letter(at.topic(), at.partition(), at.offset(), record.key(), record.value());
        return Decoded.of(letter, codec)
                .fold(message -> underItsKey(message, mapId.apply(message), letter), this::<T>bury)
                .orElse(null);
    }

    private <T> Optional<T> underItsKey(T message, MapId map, Letter letter) {
        byte[] key = letter.key();
        return key != null && map.hex().equals(new String(key, StandardCharsets.UTF_8))
                ? Optional.of(message)
                : bury(new Junk(letter, DeadLetterReason.UNUSABLE, "its key is not its map id " + map));
    }

    private <T> Optional<T> bury(Junk junk) {
        Letter letter = junk.letter();
        bury(letter.topic(), letter.key(), letter.value(), junk.reason(), junk.why());
        return Optional.empty();
    }

    private void bury(
            String topic, byte @Nullable [] key, byte @Nullable [] value, DeadLetterReason reason, String why) {
        Record<byte[], byte[]> letter =
                DeadLetter.of(key, value, context().currentSystemTimeMs(), origin(), topic, why);
        context().forward(letter, TumorMapTopology.DEAD_LETTERS);
        parts.metrics().buried(topic, reason);
    }

    private RecordMetadata origin() {
        return context().recordMetadata().orElseThrow();
    }

    private ProcessorContext<byte[], byte[]> context() {
        return Objects.requireNonNull(context, "used before init()");
    }

    private interface Tick {
        void at(long nowMillis);
    }

    private void schedule(Duration interval, Tick tick) {
        schedules.add(context().schedule(interval, PunctuationType.WALL_CLOCK_TIME, tick::at));
    }
}
