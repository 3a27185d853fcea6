package io.slidestream.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideBoard;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlideStatesViewTest {
    private final List<ConsumerRecord<byte[], byte[]>> states = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> maps = new ArrayList<>();

    @Test
    void boardThatCannotBeRead_leavesNoConsumerBehind() {
        MockConsumer<byte[], byte[]> without = new MockConsumer<>("earliest");
        assertThatThrownBy(() -> SlideStatesView.read(() -> without))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(without.closed()).isTrue();

        MockConsumer<byte[], byte[]> away = new MockConsumer<>("earliest") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic) {
                throw new TimeoutException("no broker");
            }
        };
        assertThatThrownBy(() -> SlideStatesView.read(() -> away)).hasMessage("no broker");
        assertThat(away.closed()).isTrue();
    }

    /** However far somebody has followed the topics for it. */
    @Test
    void catalogAndWhatCameLater_sayWhatTheTopicsSay(@TempDir Path folder) {
        say(new BucketListed("file:///s/", 3, 0, 1, null));
        say(state("b", SlideStateChanged.State.SUBMITTED, 1));
        say(state("a", SlideStateChanged.State.TILED, 1));
        say(state("d", SlideStateChanged.State.SEEN, 0));
        say(ledger("a", 1, MapUpdated.State.OPEN, 4));
        say(state("b", SlideStateChanged.State.TILED, 1));
        say(ledger("b", 1, MapUpdated.State.OPEN, 2));
        say(new BucketListed("file:///s/", 4, 1, 2, "away"));
        gone("d");
        say(ledger("a", 1, MapUpdated.State.MAPPED, 8));
        say(state("a", SlideStateChanged.State.MAPPED, 1));
        say(state("c", SlideStateChanged.State.TILED, 2));
        say(ledger("c", 1, MapUpdated.State.OPEN, 3));
        say(state("d", SlideStateChanged.State.SETTLING, 0));
        gone("b");

        try (SlideStatesView topics = SlideStatesView.read(this::consumer)) {
            assertThat(topics.isOfCatalog()).isFalse();
            assertThat(topics.slides()).extracting(SlideStatus::name).containsExactly("a", "c", "d");
            for (int known = 1; known <= states.size(); known++) {
                for (int ledgers = 0; ledgers <= maps.size(); ledgers++) {
                    Path file = folder.resolve(known + "-" + ledgers + ".db");
                    try (CatalogStore store = catalog(file, known, ledgers);
                            SlideStatesView both = view(store, "cluster")) {
                        assertThat(both.isOfCatalog()).isTrue();
                        assertThat(both.slides()).isEqualTo(topics.slides());
                        assertThat(both.buckets()).isEqualTo(topics.buckets());
                        for (SlideBoard.Filter some : List.of(
                                new SlideBoard.Filter("file:///s/c", Set.of()),
                                new SlideBoard.Filter("file:///s/", Set.of(SlideStateChanged.State.MAPPED)))) {
                            assertThat(asked(both, some)).isEqualTo(asked(topics, some));
                        }
                    }
                }
            }
        }
    }

    @Test
    void catalogOfAnotherCluster_isNotAsked(@TempDir Path folder) {
        say(state("a", SlideStateChanged.State.TILED, 1));
        try (CatalogStore store = catalog(folder.resolve("c.db"), 1, 0)) {
            store.maps(map -> Double.NaN)
                    .board()
                    .apply(List.of(told(state("e", SlideStateChanged.State.TILED, 1))), List.of());
            try (SlideStatesView view = view(store, "another")) {
                assertThat(view.isOfCatalog()).isFalse();
                assertThat(view.slides()).extracting(SlideStatus::name).containsExactly("a");
            }
        }
    }

    private SlideStatesView view(CatalogStore store, String cluster) {
        return SlideStatesView.read(this::consumer, store.maps(map -> Double.NaN), cluster);
    }

    private static List<SlideStatus> asked(SlideStatesView view, SlideBoard.Filter filter) {
        List<SlideStatus> slides = new ArrayList<>();
        view.each(filter, slides::add);
        return slides;
    }

    /** A catalog for which so many records of the topics were followed. */
    private CatalogStore catalog(Path file, int known, int ledgers) {
        CatalogStore store = CatalogStore.open(DatabaseUrl.ofFile(file));
        MapIndex index = store.maps(map -> Double.NaN);
        List<SlideBoard.Told> told = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : states.subList(0, known)) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            told.add(new SlideBoard.Told(key, record.value() == null ? null : decoded(record)));
        }
        index.board().apply(told, List.of(new MapIndex.Position("cluster", "slide-states", 0, known)));
        List<MapIndex.Change> changes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : maps.subList(0, ledgers)) {
            MapUpdated word = ledger(record);
            changes.add(new MapIndex.Change(
                    word.mapId(),
                    word.slide().location(),
                    map -> (map == null ? KnownMap.of(word.mapId(), word.slide()) : map).with(word, 1)));
        }
        index.apply(changes, List.of(new MapIndex.Position("cluster", "tumor-maps", 0, ledgers)));
        return store;
    }

    private MockConsumer<byte[], byte[]> consumer() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> topics =
                Map.of(new TopicPartition("slide-states", 0), states, new TopicPartition("tumor-maps", 0), maps);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized void assign(Collection<TopicPartition> partitions) {
                super.assign(partitions);
                schedulePollTask(() -> topics.forEach((partition, records) -> records.stream()
                        .filter(record -> record.offset() >= position(partition))
                        .forEach(this::addRecord)));
            }
        };
        Map<TopicPartition, Long> ends = new HashMap<>();
        topics.forEach((partition, records) -> {
            Node node = Node.noNode();
            consumer.updatePartitions(
                    partition.topic(),
                    List.of(new PartitionInfo(partition.topic(), 0, node, new Node[] {node}, new Node[] {node})));
            ends.put(partition, (long) records.size());
        });
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        ends.keySet().forEach(partition -> beginnings.put(partition, 0L));
        consumer.updateBeginningOffsets(beginnings);
        consumer.updateEndOffsets(ends);
        return consumer;
    }

    private void say(SlideStateEvent event) {
        states.add(record(
                Topic.SLIDE_STATES.name(),
                states.size(),
                Topic.SLIDE_STATES.key().apply(event),
                Topic.SLIDE_STATES.codec().encode(event)));
    }

    private void say(MapUpdated word) {
        maps.add(record(
                Topic.TUMOR_MAPS.name(),
                maps.size(),
                Topic.TUMOR_MAPS.key().apply(word),
                Topic.TUMOR_MAPS.codec().encode(word)));
    }

    private void gone(String name) {
        states.add(record(
                Topic.SLIDE_STATES.name(),
                states.size(),
                Topic.locationKey(slide(name).location()),
                null));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, int offset, String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(topic, 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static SlideBoard.Told told(SlideStateEvent event) {
        return new SlideBoard.Told(Topic.SLIDE_STATES.key().apply(event), event);
    }

    private static SlideStateEvent decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Topic.SLIDE_STATES.codec().decode(record.value());
        } catch (io.slidestream.contracts.MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MapUpdated ledger(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Topic.TUMOR_MAPS.codec().decode(record.value());
        } catch (io.slidestream.contracts.MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SlideStateChanged state(String name, SlideStateChanged.State state, int attempt) {
        return new SlideStateChanged(
                slide(name), state, 2, 1, attempt == 0 ? null : map(name), attempt, null, null, null);
    }

    private static MapUpdated ledger(String name, int attempt, MapUpdated.State state, long scored) {
        boolean mapped = state == MapUpdated.State.MAPPED;
        return new MapUpdated(
                map(name),
                attempt,
                slide(name),
                state,
                mapped ? scored + 1 : 9,
                scored,
                1,
                mapped ? "file:///maps/" + name + "/" : null,
                null,
                null);
    }

    private static SlideVersion slide(String name) {
        return new SlideVersion("file:///s/" + name + ".svs", "1-2", name);
    }

    private static MapId map(String name) {
        return new MapId(name.repeat(32));
    }
}
