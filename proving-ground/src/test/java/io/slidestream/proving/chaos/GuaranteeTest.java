package io.slidestream.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuaranteeTest {
    @TempDir
    Path results;

    @BeforeEach
    void maps() throws IOException {
        for (String name : List.of("undisturbed-0", "a", "b")) {
            Path map = Files.createDirectories(results.resolve(name));
            Files.writeString(map.resolve("tiles.csv"), "row 1\nrow 2\n");
            Files.writeString(map.resolve("tumor-map.png"), "picture");
            Files.writeString(map.resolve("summary.json"), "{\"ledger\":{\"expected\":2,\"scored\":2}}");
        }
    }

    @Test
    void equalMaps_violateNothing() {
        assertThat(violations(evidence(0))).isEmpty();
    }

    @Test
    void slideWithoutMap_isNamed() throws IOException {
        Files.delete(results.resolve("b/summary.json"));

        assertThat(violations(evidence(0))).containsExactly("b has no map");
    }

    @Test
    void ledgerThatDoesNotBalance_isNamed() throws IOException {
        Files.writeString(results.resolve("a/summary.json"), "{\"ledger\":{\"expected\":2,\"scored\":1}}");

        assertThat(violations(evidence(0))).containsExactly("of a 1 of 2 tiles are scored");
    }

    @Test
    void deadLetters_areCounted() {
        assertThat(violations(evidence(3))).containsExactly("3 records are dead letters");
    }

    @Test
    void otherBytes_areNamed() throws IOException {
        Files.writeString(results.resolve("a/tumor-map.png"), "another");

        assertThat(violations(evidence(0))).containsExactly("tumor-map.png of a differs from that of undisturbed-0");
    }

    @Test
    void rowThatIsThereTwice_isToldOf() throws IOException {
        for (String name : List.of("undisturbed-0", "a", "b")) {
            Files.writeString(results.resolve(name).resolve("tiles.csv"), "row 1\nrow 1\n");
        }

        assertThat(violations(evidence(0)))
                .containsExactly("tiles.csv of a has 1 rows twice", "tiles.csv of b has 1 rows twice");
    }

    @Test
    void resultOfNoSlide_isNamed() throws IOException {
        Files.createDirectory(results.resolve("a-2"));

        assertThat(violations(evidence(0))).containsExactly("there is a result a-2, and no such slide");
    }

    private Evidence evidence(long deadLetters) {
        return new Evidence(
                results, Map.of("a", "undisturbed-0", "b", "undisturbed-0"), deadLetters, List.of(), List.of());
    }

    private static List<String> violations(Evidence evidence) {
        return Stream.of(Guarantee.values())
                .flatMap(guarantee -> guarantee.violations(evidence).stream())
                .toList();
    }
}
