package io.slidestream.tiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapCommand;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.SlideException;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.Mutations;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.commands.Commands;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.queue.TilingQueue;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.tiling.BlockFlow;
import io.slidestream.tiler.tiling.Delivery;
import io.slidestream.tiler.tiling.SlideTiler;
import io.slidestream.tiler.tiling.TissuePictures;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that somebody invented, given to all that reads topics in a tiler. */
@TimeLimit(seconds = 300)
class HostileRecordsTest {
    private static final int EACH_POLL = 500;
    private static final Node NODE = new Node(0, "localhost", 9092);

    private final AtomicLong buried = new AtomicLong();
    private final DeadLetters deadLetters = (letter, reason, why) -> {
        buried.incrementAndGet();
        return CompletableFuture.completedFuture(null);
    };
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final TilerMetrics metrics = new TilerMetrics(new SimpleMeterRegistry());
    private final MockConsumer<byte[], byte[]> mapsConsumer = new MockConsumer<>("earliest");
    private final MockConsumer<byte[], byte[]> statesConsumer = new MockConsumer<>("earliest");
    private final MockConsumer<byte[], byte[]> commandsConsumer = new MockConsumer<>("earliest");
    private final KnownMaps known = new KnownMaps(() -> mapsConsumer, deadLetters);
    private final SlideStates states = new SlideStates(
            () -> statesConsumer, publisher, deadLetters, SlideOwnership.ALL, metrics, Clock.systemUTC());
    private final BlockFlow blocks = new BlockFlow(
            new Delivery(publisher, metrics, duration -> {}),
            SlideOwnership.ALL,
            known::add,
            1000,
            metrics,
            Ticks.SYSTEM);
    private final TilingQueue queue = new TilingQueue(
            new SlideTiler(
                    Samples.failing(new SlideException(RejectionReason.NOT_A_SLIDE, "no slide")),
                    blocks,
                    duration -> {},
                    Samples.recipe(null),
                    TissuePictures.none(),
                    metrics,
                    Tracing.off()),
            known,
            states,
            1,
            metrics,
            Clock.systemUTC());
    private final Commands commands = new Commands(() -> commandsConsumer, queue, deadLetters, null);
    private final SlideVersion sound = Samples.slide("sound");

    @AfterEach
    void close() {
        commands.close();
        queue.close();
        states.close();
        known.close();
    }

    @ParameterizedTest
    @MethodSource("io.slidestream.testkit.Mutations#seeds")
    void mutatedRecords_endNoReader_andASoundCommandIsObeyed(long seed) {
        Mutations mutations = new Mutations(seed);
        Random random = new Random(seed);
        SlideEvent tiled = MapSamples.manifest("S1");
        Feed maps = new Feed(mapsConsumer, random, Topic.SLIDES.name());
        Feed words = new Feed(statesConsumer, random, Topic.SLIDE_STATES.name(), Topic.TUMOR_MAPS.name());
        List<byte[]> events = List.of(bytes(Topic.SLIDES, tiled), bytes(Topic.SLIDES, MapSamples.rejected("S2")));
        List<byte[]> said = List.of(bytes(
                Topic.SLIDE_STATES,
                new SlideStateChanged(
                        tiled.slide(), SlideStateChanged.State.TILED, 5, 4, tiled.mapId(), 1, 0.5, null, null)));
        List<byte[]> ends = List.of(bytes(
                Topic.TUMOR_MAPS,
                new MapUpdated(
                        tiled.mapId(), 1, tiled.slide(), MapUpdated.State.MAPPED, 1, 1, 0, "file:///m/", null, null)));
        for (int i = 0; i < Mutations.count() / 4; i++) {
            maps.addHostile(Topic.SLIDES.name(), mutations.of(events));
            words.addHostile(Topic.SLIDE_STATES.name(), mutations.of(said));
            words.addHostile(Topic.TUMOR_MAPS.name(), mutations.of(ends));
        }
        maps.addSound(Topic.SLIDES.name(), bytes(Topic.SLIDES, tiled));
        maps.begin();
        words.begin();
        known.start();
        states.start();
        assertThat(known.check()).isEqualTo(Health.ready());
        assertThat(states.check()).isEqualTo(Health.ready());
        assertThat(known.latest(tiled.mapId())).isPresent();
        assertThat(buried).as("most of it is no message").hasPositiveValue();

        commands(mutations, random);
        assertThat(commands.check()).isEqualTo(Health.ready());
        assertThat(queue.check()).isEqualTo(Health.ready());
        Await.await(() -> queue.waiting().isEmpty());
    }

    private void commands(Mutations mutations, Random random) {
        List<byte[]> valid = new ArrayList<>();
        for (MapCommand.Kind kind : MapCommand.Kind.values()) {
            valid.add(bytes(
                    Topic.COMMANDS,
                    new MapCommand(queue.mapId(Samples.slide("S3")), 1, Samples.slide("S3"), kind, 0.5)));
        }
        Feed feed = new Feed(commandsConsumer, random, Topic.COMMANDS.name());
        for (int i = 0; i < Mutations.count() / 4; i++) {
            feed.addHostile(Topic.COMMANDS.name(), mutations.of(valid));
        }
        feed.addSound(
                Topic.COMMANDS.name(),
                bytes(Topic.COMMANDS, new MapCommand(queue.mapId(sound), 1, sound, MapCommand.Kind.RETRY, null)));
        feed.join();
        commands.start();
        Await.await(() -> commands.check().state() == Health.State.FAILED
                || publisher.events().stream().anyMatch(event -> event.slide().equals(sound)));
        assertThat(commands.check()).isEqualTo(Health.ready());
    }

    private static <T> byte[] bytes(Topic<T> topic, T message) {
        return topic.codec().encode(message);
    }

    /** Records for a consumer, some of them tombstones or without a key of ours. */
    private static final class Feed {
        private final MockConsumer<byte[], byte[]> consumer;
        private final Random random;
        private final List<TopicPartition> partitions = new ArrayList<>();
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

        Feed(MockConsumer<byte[], byte[]> consumer, Random random, String... topics) {
            this.consumer = consumer;
            this.random = random;
            for (String topic : topics) {
                partitions.add(new TopicPartition(topic, 0));
            }
        }

        void addHostile(String topic, byte[] value) {
            byte[] key = random.nextInt(8) == 0 ? null : keyed(value);
            add(topic, key, random.nextInt(50) == 0 && key != null ? null : value);
        }

        void addSound(String topic, byte[] value) {
            add(topic, keyed(value), value);
        }

        private void add(String topic, byte @Nullable [] key, byte @Nullable [] value) {
            long offset = ends.merge(new TopicPartition(topic, 0), 1L, Long::sum) - 1;
            records.add(new ConsumerRecord<>(topic, 0, offset, key, value));
        }

        private static byte[] keyed(byte[] value) {
            return Integer.toHexString(Arrays.hashCode(value)).getBytes(StandardCharsets.US_ASCII);
        }

        /** For a follower, which assigns partitions to itself. */
        void begin() {
            Map<TopicPartition, Long> begins = new HashMap<>();
            for (TopicPartition partition : partitions) {
                PartitionInfo info =
                        new PartitionInfo(partition.topic(), 0, NODE, new Node[] {NODE}, new Node[] {NODE});
                consumer.updatePartitions(partition.topic(), List.of(info));
                begins.put(partition, 0L);
            }
            consumer.updateBeginningOffsets(begins);
            consumer.updateEndOffsets(ends);
            schedule();
        }

        /** For a member of a group. */
        void join() {
            Map<TopicPartition, Long> begins = new HashMap<>();
            partitions.forEach(partition -> begins.put(partition, 0L));
            consumer.updateBeginningOffsets(begins);
            consumer.schedulePollTask(() -> consumer.rebalance(partitions));
            schedule();
        }

        private void schedule() {
            for (int from = 0; from < records.size(); from += EACH_POLL) {
                List<ConsumerRecord<byte[], byte[]>> some =
                        records.subList(from, Math.min(records.size(), from + EACH_POLL));
                consumer.schedulePollTask(() -> some.forEach(consumer::addRecord));
            }
        }
    }
}
