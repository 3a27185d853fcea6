package io.slidestream.catalog.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.catalog.database.Database;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.database.Databases;
import io.slidestream.contracts.MapId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // by JUnit
class PeopleTest {
    private static final MapId MAP = new MapId("0123456789abcdef0123456789abcdef");
    private static final String SQUARE = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]],"
            + "[[4,4],[6,4],[6,6.5],[4,6],[4,4]]]}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void corrections_areKeptAsTheyWereMade(Databases kind) {
        DatabaseUrl url = kind.empty(folder);
        Correction first = correction("S1", "TUM", "Dr. A", 1_000);
        Correction second = correction("S1", Correction.NOT_SURE, "Dr. B 'drop'", 2_000);
        Correction other = correction("S2", Correction.ARTEFACT, "Dr. A", 3_000);
        try (Database database = Database.open(url)) {
            Corrections corrections = new Corrections(database);
            corrections.put(second);
            corrections.put(first);
            corrections.put(other);
        }
        try (Database database = Database.open(url)) {
            Corrections corrections = new Corrections(database);
            assertThat(corrections.ofSlide("file:///S1.svs")).containsExactly(first, second);
            List<Correction> all = new ArrayList<>();
            corrections.forEach(all::add);
            assertThat(all).containsExactly(first, second, other);
            assertThat(corrections.find(other.id())).contains(other);
            assertThat(corrections.delete(first.id())).isTrue();
            assertThat(corrections.delete(first.id())).isFalse();
            assertThat(corrections.ofSlide("file:///S1.svs")).containsExactly(second);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoPeople_whoCorrectAtOnce_loseNothing(Databases kind) throws Exception {
        try (Database database = Database.open(kind.empty(folder))) {
            Corrections corrections = new Corrections(database);
            ExecutorService people = Executors.newFixedThreadPool(2);
            List<Future<?>> work = new ArrayList<>();
            for (String who : List.of("A", "B")) {
                work.add(people.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        corrections.put(correction("S1", "TUM", who, i));
                    }
                }));
            }
            for (Future<?> one : work) {
                one.get();
            }
            people.shutdown();
            assertThat(corrections.ofSlide("file:///S1.svs")).hasSize(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void marks_areOfAPersonAndAMap(Databases kind) {
        try (Database database = Database.open(kind.empty(folder))) {
            Marks marks = new Marks(database);
            Mark looked = mark(Mark.Kind.LOOKED_AT, "A", 1_000);
            marks.set(looked);
            marks.set(mark(Mark.Kind.LOOKED_AT, "A", 9_000));
            marks.set(mark(Mark.Kind.MARKED, "A", 2_000));
            marks.set(mark(Mark.Kind.LOOKED_AT, "B", 3_000));
            assertThat(marks.of(MAP)).hasSize(3).first().isEqualTo(looked);
            List<Mark> ofA = new ArrayList<>();
            marks.forEachOf("A", ofA::add);
            assertThat(ofA).extracting(Mark::kind).containsExactly(Mark.Kind.LOOKED_AT, Mark.Kind.MARKED);
            assertThat(marks.clear(MAP, Mark.Kind.MARKED, "A")).isTrue();
            assertThat(marks.clear(MAP, Mark.Kind.MARKED, "A")).isFalse();
            assertThat(marks.of(MAP)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tags_areOfASlide(Databases kind) {
        try (Database database = Database.open(kind.empty(folder))) {
            Tags tags = new Tags(database);
            assertThat(tags.set("file:///S1.svs", "S1", " study-7 ", "A", Instant.EPOCH))
                    .isEqualTo("study-7");
            tags.set("file:///S1.svs", "S1", "study-7", "B", Instant.EPOCH);
            tags.set("file:///S2.svs", "S2", "teaching", "B", Instant.EPOCH);
            assertThat(tags.of("file:///S1.svs")).containsExactly("study-7");
            assertThat(tags.all()).containsExactly("study-7", "teaching");
            assertThat(tags.clear("file:///S1.svs", "study-7")).isTrue();
            assertThat(tags.of("file:///S1.svs")).isEmpty();
        }
    }

    @Test
    void region_isGeoJson_withHoles() {
        Region region = Region.parse(SQUARE);
        assertThat(region.json()).hasToString(SQUARE);
        assertThat(region.outline().contains(1, 1)).isTrue();
        assertThat(region.outline().contains(5, 5)).isFalse();
        String two =
                "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[9,5],[9,9],[5,5]]]]}";
        assertThat(Region.parse(two).json()).hasToString(two);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"Point\",\"coordinates\":[1,2]}",
                "{\"type\":\"Polygon\",\"coordinates\":[]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1e300,0],[1,1],[0,0]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[\"1\",0],[1,1],[0,0]]]}",
                "{\"type\":\"MultiPolygon\",\"coordinates\":[[]]}",
                "[",
            })
    void whatIsNoRegion_isRefused(String geometry) {
        assertThatThrownBy(() -> Region.parse(geometry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("geometry");
    }

    private static Correction correction(String slide, String label, String who, long at) {
        return new Correction(
                UUID.randomUUID(),
                MAP,
                "file:///" + slide + ".svs",
                slide,
                Region.parse(SQUARE),
                label,
                "a comment, with \"quotes\" and Zürich",
                who,
                Instant.ofEpochMilli(at));
    }

    private static Mark mark(Mark.Kind kind, String who, long at) {
        return new Mark(MAP, "file:///S1.svs", "S1", kind, who, Instant.ofEpochMilli(at));
    }
}
