package io.slidestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.trainer.Npz;
import io.slidestream.trainer.Tiles;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.data.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPartsTest {
    @TempDir
    Path temp;

    @BeforeEach
    void writeTiles() {
        Tiles.writeClass(temp.resolve("tiles"), "A", 10, 0xc02020);
        Tiles.writeClass(temp.resolve("tiles"), "B", 10, 0x2020c0);
    }

    @Test
    void folders_areSplitAsKatherDid_unlessAskedOtherwise() {
        Split usual = parts("tiles", null, null).split();
        Split other = parts("tiles", null, new SplitRatios(0.6, 0.2)).split();

        assertThat(usual.training()).hasSize(8);
        assertThat(usual.test()).hasSize(8);
        assertThat(other.training()).hasSize(12);
        assertThat(other.test()).hasSize(4);
    }

    @Test
    void otherTilesToTestOn_leaveAllOfTheFolderToTheOtherParts() {
        Tiles.writeClass(temp.resolve("other"), "B", 3, 0x3030c0);

        TrainingParts parts = parts("tiles", "other", null);

        assertThat(parts.split().training()).hasSize(14);
        assertThat(parts.split().validation()).hasSize(6);
        assertThat(parts.split().test()).extracting(Tile::classIndex).containsExactly(1, 1, 1);
        assertThat(parts.hasOtherTest()).isTrue();
    }

    @Test
    void tilesOnBothSides_areRefusedByName() throws IOException {
        Tiles.writeClass(temp.resolve("other"), "A", 1, 0xd03030);
        Tiles.writeClass(temp.resolve("other"), "B", 1, 0x3030d0);
        Files.copy(temp.resolve("tiles/B/t07.png"), temp.resolve("other/B/copy.png"));

        assertThatThrownBy(() -> parts("tiles", "other", null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(
                        temp.resolve("other/B/copy.png") + " holds the pixels of " + temp.resolve("tiles/B/t07.png"));
    }

    @Test
    void testTilesOfAnotherSize_areRemarkedOn() {
        Tiles.write(temp.resolve("other/A"), "1.png", 8, 0xd03030, 1);
        Tiles.write(temp.resolve("other/B"), "1.png", 8, 0x3030d0, 2);

        assertThat(parts("tiles", "other", null).remarks())
                .containsExactly("the tiles to test on are of 8 px, the others of 16 px; both are resized to the"
                        + " network's, so they should show equally much tissue");
    }

    @Test
    void archivesComeInTheirOwnParts_unlessASplitIsAskedFor() {
        new Npz()
                .part("train_", 0, 0, 0, 0, 0, 1, 1, 1, 1, 1)
                .part("val_", 0, 1)
                .part("test_", 0, 1, 1)
                .write(temp.resolve("parts.npz"));

        TrainingParts own = parts("parts.npz", null, null);
        assertThat(own.drawnBy()).isNull();
        assertThat(own.split().training()).hasSize(10);
        assertThat(own.split().test()).extracting(Tile::name).contains("test_images[2]");
        assertThat(parts("parts.npz", null, SplitRatios.KATHER).split().training())
                .hasSize(6);
    }

    @Test
    void aClassWithoutTiles_isAnError() {
        new Npz().part("", 0, 0, 0, 2, 2, 2).write(temp.resolve("gap.npz"));

        Tiles.writeClass(temp.resolve("one"), "A", 5, 0xc02020);
        assertThatThrownBy(() -> parts("one", null, null)).hasMessageContaining("at least 2 classes are needed");
        assertThatThrownBy(() -> parts("gap.npz", null, null)).hasMessageContaining("has no tile of [class-1]");
    }

    @Test
    void sharesMustFitTheParts() {
        assertThatThrownBy(() -> parts("tiles", "other", SplitRatios.KATHER)).hasMessageContaining("as 80/20 does");
    }

    @Test
    void aSplitWithoutTestShare_leavesNoneToTest() {
        Split split = parts("tiles", null, new SplitRatios(0.75, 0.25)).split();

        assertThat(split.test()).isEmpty();
        assertThat(split.training()).isNotEmpty();
        assertThat(split.validation()).isNotEmpty();
    }

    private TrainingParts parts(String tiles, @Nullable String test, @Nullable SplitRatios ratios) {
        return TrainingParts.of(new TrainingTiles(
                temp.resolve(tiles), test == null ? null : temp.resolve(test), ratios, Unreadable.REFUSED, 1));
    }
}
