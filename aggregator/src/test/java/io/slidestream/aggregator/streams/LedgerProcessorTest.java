package io.slidestream.aggregator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.aggregator.Driver;
import io.slidestream.aggregator.ledger.AggregatorMetrics;
import io.slidestream.aggregator.ledger.BlockStore;
import io.slidestream.aggregator.ledger.Ledger;
import io.slidestream.aggregator.ledger.LedgerParts;
import io.slidestream.aggregator.ledger.LedgerStore;
import io.slidestream.aggregator.ledger.OpenMaps;
import io.slidestream.aggregator.ledger.Troubles;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A processor whose task dies and is revived, which the test driver of the topology cannot do. */
class LedgerProcessorTest {
    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final OpenMaps openMaps = new OpenMaps();
    private final LedgerProcessor processor = new LedgerProcessor(new LedgerParts(
            (event, blocks) -> write(),
            new Troubles(),
            openMaps,
            new AggregatorMetrics(new SimpleMeterRegistry(), openMaps, Driver.CLOCK),
            Tracing.off(),
            Driver.TICK,
            Duration.ofSeconds(5)));
    private final SlideTiled manifest = MapSamples.manifest("S1");
    private boolean broken;
    private long now = MapSamples.SEEN;

    @BeforeEach
    void start() {
        for (String name : List.of(LedgerStore.NAME, BlockStore.NAME)) {
            var store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
        }
        context.setCurrentSystemTimeMs(now);
        processor.init(context);
        tick();
    }

    /** What it had in memory, that the map is to be written again, went with the task. */
    @Test
    void revivedProcessor_writesTheMapThatCouldNotBeWritten() {
        broken = true;
        deliver(Topic.SLIDES.name(), manifest.mapId(), Topic.SLIDES.codec().encode(manifest));
        for (BlockScored block : MapSamples.blocks(manifest)) {
            deliver(
                    Topic.TILE_SCORES.name(),
                    block.mapId(),
                    Topic.TILE_SCORES.codec().encode(block));
        }
        assertThat(states()).containsExactly(MapUpdated.State.OPEN);

        revive();
        broken = false;
        tick();

        assertThat(openMaps.pendingTiles()).isZero();
        assertThat(states()).endsWith(MapUpdated.State.MAPPED);
    }

    @Test
    void revivedProcessor_closesTheMapThatWasWritten() {
        deliver(Topic.SLIDES.name(), manifest.mapId(), Topic.SLIDES.codec().encode(manifest));
        for (BlockScored block : MapSamples.blocks(manifest)) {
            deliver(
                    Topic.TILE_SCORES.name(),
                    block.mapId(),
                    Topic.TILE_SCORES.codec().encode(block));
        }
        assertThat(states()).endsWith(MapUpdated.State.MAPPED);

        revive();
        tick();
        assertThat(states()).as("the final word, said again").containsExactly(MapUpdated.State.MAPPED);
        now += Duration.ofMinutes(2).toMillis();
        tick();
        tick();

        LedgerStore ledgers = new LedgerStore(context.getStateStore(LedgerStore.NAME));
        assertThat(ledgers.find(manifest.mapId()))
                .extracting(ledger -> ledger.state)
                .isEqualTo(Ledger.State.CLOSED);
    }

    @Test
    void closedProcessor_ticksNoMore() {
        processor.close();
        assertThat(context.scheduledPunctuators()).hasSize(2).allMatch(CapturedPunctuator::cancelled);
    }

    private void revive() {
        processor.close();
        processor.init(context);
    }

    private void tick() {
        for (CapturedPunctuator one : context.scheduledPunctuators()) {
            if (!one.cancelled()) {
                one.getPunctuator().punctuate(now);
            }
        }
    }

    private void deliver(String topic, MapId map, byte[] value) {
        context.setRecordMetadata(topic, 0, 0);
        processor.process(new Record<>(Driver.key(map), value, now));
    }

    /** What was said since the last call. */
    private List<MapUpdated.State> states() {
        List<MapUpdated.State> states = new ArrayList<>();
        context.forwarded().forEach(sent -> {
            try {
                states.add(
                        Topic.TUMOR_MAPS.codec().decode(sent.record().value()).state());
            } catch (io.slidestream.contracts.MalformedMessageException e) {
                throw new AssertionError(e);
            }
        });
        context.resetForwards();
        return states;
    }

    private URI write() throws IOException {
        if (broken) {
            throw new IOException("no space left on device");
        }
        return URI.create("file:///results/S1/");
    }
}
