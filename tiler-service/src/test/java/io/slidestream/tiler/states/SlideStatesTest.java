package io.slidestream.tiler.states;

import static io.slidestream.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.MovingClock;
import io.slidestream.tiler.RecordingPublisher;
import io.slidestream.tiler.Samples;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.tiling.TilingTask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 30)
class SlideStatesTest {
    private static final TopicPartition SLIDE_STATES = new TopicPartition("slide-states", 0);
    private static final TopicPartition MAPS = new TopicPartition("tumor-maps", 0);
    private static final SlideVersion SLIDE = Samples.slide("S1");
    private static final TilingTask TASK = Samples.task("S1", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(SLIDE_STATES, 0L, MAPS, 0L));
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<DeadLetters.Letter> buried = new ArrayList<>();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MovingClock clock = new MovingClock();
    private final Set<String> foreign = ConcurrentHashMap.newKeySet();
    private final SlideStates states = new SlideStates(
            () -> consumer,
            publisher,
            (letter, reason, why) -> {
                buried.add(letter);
                return CompletableFuture.completedFuture(null);
            },
            location -> !foreign.contains(location),
            new TilerMetrics(registry),
            clock);

    private double gauge(String name, String state) {
        return registry.get(name).tag("state", state).gauge().value();
    }

    @AfterEach
    void close() {
        states.close();
    }

    @Test
    void slide_passesItsStates_andEachIsWritten() {
        start();
        states.seen(SLIDE, clock.millis());
        clock.pass(Duration.ofSeconds(10));
        states.submitted(TASK);
        states.submitted(TASK);
        clock.pass(Duration.ofSeconds(1));
        say(mapped(1));
        states.decided(tiled(1), null);
        await(() -> state() == SlideStateChanged.State.MAPPED);
        states.close();

        SlideStateChanged last = states.latest(SLIDE.location()).orElseThrow();
        assertThat(last.mapId()).isEqualTo(TASK.mapId());
        assertThat(last.sinceMillis() - last.seenAtMillis()).isEqualTo(11_000);
        assertThat(publisher.words()).last().isEqualTo(last);
        assertThat(publisher.words()).doesNotHaveDuplicates();
    }

    @Test
    void metrics_tellHowLongASlideIsWhere() {
        start();
        states.seen(SLIDE, clock.millis());
        clock.pass(Duration.ofSeconds(10));
        assertThat(gauge("slidestream.slide.state.oldest", "seen")).isEqualTo(10);
        states.submitted(TASK);
        states.decided(tiled(1), null);
        clock.pass(Duration.ofSeconds(50));
        assertThat(gauge("slidestream.slide.states", "tiled")).isEqualTo(1);
        assertThat(gauge("slidestream.slide.state.oldest", "tiled")).isEqualTo(50);
        assertThat(gauge("slidestream.slide.state.oldest", "seen")).isZero();
        assertThat(registry.get("slidestream.slide.last.mapped.timestamp")
                        .gauge()
                        .value())
                .isNaN();
        say(mapped(1));
        await(() -> state() == SlideStateChanged.State.MAPPED);
        assertThat(registry.get("slidestream.slide.last.mapped.timestamp")
                        .gauge()
                        .value())
                .isEqualTo(clock.millis() / 1e3);
        assertThat(registry.get("slidestream.slide.last.arrival.timestamp")
                        .gauge()
                        .value())
                .isEqualTo(clock.millis() / 1e3 - 60);
        assertThat(registry.get("slidestream.drop.to.map").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(60);
        assertThat(registry.get("slidestream.tiler.stage")
                        .tag("stage", "settle")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(10);
    }

    @Test
    void restartedTiler_knowsWhatWasSaid_andLearnsTheEndsItMissed() {
        put(new SlideStateChanged(SLIDE, SlideStateChanged.State.TILED, 5, 4, TASK.mapId(), 1, null, null, null));
        put(MAPS, Topic.TUMOR_MAPS.codec().encode(mapped(1)));
        start();
        assertThat(state()).isEqualTo(SlideStateChanged.State.MAPPED);
        assertThat(states.latest(SLIDE.location()).orElseThrow().seenAtMillis()).isEqualTo(4);
        assertThat(registry.get("slidestream.drop.to.map").timer().count())
                .as("nobody knows when it ended")
                .isZero();
    }

    @Test
    void endOfAnEarlierAttempt_isNotThatOfALaterOne() {
        put(new SlideStateChanged(SLIDE, SlideStateChanged.State.TILED, 5, 4, TASK.mapId(), 2, null, null, null));
        put(MAPS, Topic.TUMOR_MAPS.codec().encode(mapped(1)));
        start();
        assertThat(state()).isEqualTo(SlideStateChanged.State.TILED);
        say(mapped(2));
        await(() -> state() == SlideStateChanged.State.MAPPED);
    }

    @Test
    void mapThatTheAggregatorRejects_isRejectedWithItsReason() {
        start();
        states.submitted(TASK);
        states.decided(tiled(1), null);
        say(new MapUpdated(
                TASK.mapId(), 1, SLIDE, MapUpdated.State.REJECTED, 9, 0, 9, null, RejectionReason.VANISHED, "gone"));
        await(() -> state() == SlideStateChanged.State.REJECTED);
        assertThat(states.latest(SLIDE.location()).orElseThrow().message()).isEqualTo("gone");
    }

    @Test
    void ownWordsThatComeBack_changeNothing_othersWordsDo() {
        SlideVersion other = Samples.slide("S2");
        foreign.add(other.location());
        start();
        states.submitted(TASK);
        say(new SlideStateChanged(SLIDE, SlideStateChanged.State.SEEN, 1, 1, null, 0, null, null, null));
        say(new SlideStateChanged(other, SlideStateChanged.State.SEEN, 1, 1, null, 0, null, null, null));
        await(() -> states.latest(other.location()).isPresent());
        assertThat(state()).isEqualTo(SlideStateChanged.State.SUBMITTED);

        states.seen(other, 7);
        states.close();
        assertThat(publisher.words()).extracting(SlideStateEvent::location).containsOnly(SLIDE.location());
    }

    @Test
    void wordThatKafkaDoesNotTake_isWrittenAgain_unlessOvertaken() {
        publisher.failingSends.addAll(List.of(0, 1, 2));
        StateSaver saver = new StateSaver(publisher, Duration.ofMillis(1));
        SlideStateChanged word =
                new SlideStateChanged(SLIDE, SlideStateChanged.State.SEEN, 1, 1, null, 0, null, null, null);
        saver.save(word);
        await(() -> publisher.words().size() == 1);
        assertThat(publisher.words()).containsExactly(word);
        await(() -> !saver.isBehind());
        saver.forget(SLIDE.location());
        saver.close();
        assertThat(publisher.all()).last().isEqualTo("retracted " + SLIDE.location());
    }

    @Test
    void junk_isBuried_andTombstonesForget() {
        put(SLIDE_STATES, new byte[] {(byte) 0xFF, 1, 2});
        put(new SlideStateChanged(SLIDE, SlideStateChanged.State.SEEN, 1, 1, null, 0, null, null, null));
        put(SLIDE_STATES, null);
        put(MAPS, new byte[] {(byte) 0xFF});
        start();
        assertThat(states.latest(SLIDE.location())).isEmpty();
        assertThat(buried)
                .singleElement()
                .satisfies(letter -> assertThat(letter.topic()).isEqualTo("slide-states"));
    }

    @Test
    void thousandsOfSlides_areKnownAndCounted() {
        for (int i = 0; i < 20_000; i++) {
            put(new SlideStateChanged(
                    Samples.slide("case/" + i),
                    SlideStateChanged.State.MAPPED,
                    5,
                    4,
                    TASK.mapId(),
                    1,
                    null,
                    null,
                    null));
        }
        start();
        assertThat(states.latest(Samples.slide("case/19999").location())).isPresent();
        states.decided(
                new SlideRejected(TASK.mapId(), 1, Samples.slide("case/7"), RejectionReason.NO_MPP, "why", 1), null);
        states.close();
        assertThat(publisher.words()).as("only what changed is written").hasSize(1);
    }

    private void start() {
        Node node = new Node(0, "localhost", 9092);
        for (TopicPartition one : List.of(SLIDE_STATES, MAPS)) {
            Node[] nodes = {node};
            consumer.updatePartitions(one.topic(), List.of(new PartitionInfo(one.topic(), 0, node, nodes, nodes)));
        }
        consumer.updateBeginningOffsets(Map.of(SLIDE_STATES, 0L, MAPS, 0L));
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        states.start();
    }

    private void say(MapUpdated map) {
        say(record(MAPS, Topic.TUMOR_MAPS.codec().encode(map)));
    }

    private void say(SlideStateChanged slide) {
        say(record(SLIDE_STATES, slide));
    }

    private void say(ConsumerRecord<byte[], byte[]> record) {
        consumer.schedulePollTask(() -> consumer.addRecord(record));
    }

    private void put(SlideStateChanged slide) {
        records.add(record(SLIDE_STATES, slide));
    }

    private void put(TopicPartition partition, byte @Nullable [] value) {
        records.add(record(partition, value));
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition partition, SlideStateChanged slide) {
        return record(partition, slide.location(), Topic.SLIDE_STATES.codec().encode(slide));
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition partition, byte @Nullable [] value) {
        return record(partition, SLIDE.location(), value);
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition partition, String key, byte @Nullable [] value) {
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        return new ConsumerRecord<>(partition.topic(), 0, offset, key.getBytes(StandardCharsets.US_ASCII), value);
    }

    private SlideStateChanged.State state() {
        return states.latest(SLIDE.location()).orElseThrow().state();
    }

    private static SlideTiled tiled(int attempt) {
        return new SlideTiled(
                TASK.mapId(),
                attempt,
                SLIDE,
                new TileGrid(1000, 1000, 0.5, 224, 224),
                Samples.MODEL,
                9,
                "aperio",
                1,
                1,
                1,
                1);
    }

    private static MapUpdated mapped(int attempt) {
        return new MapUpdated(
                TASK.mapId(), attempt, SLIDE, MapUpdated.State.MAPPED, 9, 9, 0, "file:///maps/S1/", null, null);
    }
}
