package io.slidestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.trainer.Tiles;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingTiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    /** Ten cases of three tiles a class, and case P9, which alone has class C. */
    @BeforeEach
    void tiles() throws IOException {
        StringBuilder index = new StringBuilder("file,class,case\n");
        for (int p = 0; p < 10; p++) {
            for (int i = 0; i < 3; i++) {
                for (String name : List.of("A", "B")) {
                    tile(index, name, p, i);
                }
            }
        }
        tile(index, "C", 9, 0);
        tile(index, "C", 9, 1);
        tile(index, "C", 9, 2);
        Files.writeString(root.resolve("index.csv"), index);
    }

    @Test
    void columnOfTheIndex_keepsACaseInOnePart() {
        assertApart(split("case"));
    }

    @Test
    void pattern_andTable_sayTheSame() throws IOException {
        Split byColumn = split("case");
        assertThat(split("^P(\\d)_")).isEqualTo(byColumn);
        Path table = Files.writeString(
                root.resolve("cases.csv"),
                Files.readString(root.resolve("index.csv"))
                        .replace(",", ";")
                        .replace("file;class;case", "\uFEFFPath;Class;Patient"));
        assertThat(split(table.toString())).isEqualTo(byColumn);
    }

    @Test
    void classOfOneCase_isTrainedOn_andSaid() {
        TrainingParts parts = parts("case");
        assertThat(parts.split().training())
                .filteredOn(tile -> tile.classIndex() == 2)
                .hasSize(3);
        assertThat(parts.remarks())
                .anyMatch(line -> line.startsWith("drawn by case, column case of index.csv: "))
                .anyMatch(line -> line.contains("fewer than 3 cases") && line.contains("C (1)"));
    }

    @Test
    void withoutGroups_theDangerIsSaid_andTheColumnThatIsThere() {
        assertThat(parts(null).remarks())
                .anyMatch(line -> line.startsWith("drawn by tile: ") && line.contains("--groups case"));
    }

    @Test
    void samePixelsInTwoCases_makeThemOne_loudly() throws IOException {
        Files.copy(root.resolve("A/P1_0.png"), root.resolve("A/P2_twin.png"));
        Files.writeString(
                root.resolve("index.csv"), Files.readString(root.resolve("index.csv")) + "A/P2_twin.png,A,P2\n");

        TrainingParts parts = parts("case");

        assertThat(parts.remarks()).anyMatch(line -> line.startsWith("WARNING: the same pixels lie in several cases"));
        assertThat(parts.cases()).isNotNull();
        for (List<Tile> part : List.of(
                parts.split().training(),
                parts.split().validation(),
                parts.split().test())) {
            Set<String> names = new HashSet<>();
            part.forEach(tile -> names.add(patient(tile)));
            assertThat(names.contains("P1")).isEqualTo(names.contains("P2"));
        }
    }

    @Test
    void folds_spreadClasses_andKeepCasesTogether() {
        TrainingParts parts = parts("case");
        List<Tile> tiles = parts.own();
        int[] fold = Dealing.folds(3, tiles, parts.cases(), 5, 1);
        for (int f = 0; f < 5; f++) {
            List<Tile> these = Split.those(tiles, fold, f);
            assertThat(these).filteredOn(tile -> tile.classIndex() == 0).hasSize(6);
            assertThat(these).filteredOn(tile -> tile.classIndex() == 1).hasSize(6);
        }
        assertThat(tiles.stream()
                        .map(tile -> patient(tile) + " " + fold[tiles.indexOf(tile)])
                        .distinct())
                .hasSize(10);
    }

    @Test
    void whatNamesNoCase_isRefusedWithWhatIsMissing() throws IOException {
        assertRefused("kase", "has no such column", "needs a column kase; it has file, class, case");
        assertRefused("^P\\d_", "needs one group in parentheses that names the case, has 0");
        assertRefused("^(P1)_", "57 of 63 tiles have no case by the pattern ^(P1)_");
        assertRefused("^(P", "no regular expression");
        Path table = Files.writeString(root.resolve("other.csv"), "file,age\nA/P1_0.png,70\nA/P1_1.png,71");
        assertRefused(table.toString(), "61 of 63 tiles have no case by column age of other.csv");
    }

    private void assertRefused(String groups, String... anyOf) {
        assertThatThrownBy(() -> parts(groups))
                .isInstanceOf(TrainingException.class)
                .satisfies(e -> assertThat(List.of(anyOf)).anyMatch(String.valueOf(e.getMessage())::contains));
    }

    private static void assertApart(Split split) {
        List<Set<String>> parts = new ArrayList<>();
        for (List<Tile> part : List.of(split.training(), split.validation(), split.test())) {
            Set<String> names = new HashSet<>();
            part.forEach(tile -> names.add(patient(tile)));
            assertThat(names).isNotEmpty();
            parts.forEach(other -> assertThat(other).doesNotContainAnyElementsOf(names));
            parts.add(names);
        }
        assertThat(split.training()).hasSize(27);
        assertThat(split.validation()).hasSize(12);
    }

    private static String patient(Tile tile) {
        return Path.of(tile.name()).getFileName().toString().substring(0, 2);
    }

    private Split split(String groups) {
        return parts(groups).split();
    }

    private TrainingParts parts(@org.jspecify.annotations.Nullable String groups) {
        return TrainingParts.of(new TrainingTiles(root, null, null, Unreadable.REFUSED, 1, groups, 0));
    }

    private void tile(StringBuilder index, String className, int patient, int number) {
        String name = "P" + patient + "_" + number + ".png";
        Tiles.write(root.resolve(className), name, 16, 0xc02020, (className + name).hashCode());
        index.append(className + "/" + name + "," + className + ",P" + patient + "\n");
    }
}
