package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.standalone.terminal.Consent;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.MapSamples;
import io.slidestream.tiler.tiling.SlideOpener;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.tiler.tissue.TissueSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedTilesTest {
    private static final SlideOpener OPENER = SlideOpener.of(new LocalSlideFetcher(), ReaderChoice.AUTO);

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private List<SlideVersion> slides = List.of();

    @BeforeEach
    void write() throws Exception {
        SyntheticSlide.builder().size(3000, 2250).write(folder.resolve("S1.svs"));
        Files.writeString(folder.resolve("S2.svs"), "no slide");
        slides = new FolderSlideStore(folder).list();
    }

    @Test
    void usualSlides_areNotAskedAbout_andOneThatCannotBeReadNeither() {
        new ExpectedTiles(OPENER, recipe(1)).agree(slides, 0, asked::add);
        assertThat(asked).isEmpty();
    }

    @Test
    void slideOfMoreTilesThanUsual_isAskedAbout_withTheirNumberAndTime() {
        new ExpectedTiles(OPENER, recipe(0.015)).agree(slides, 100, asked::add);
        assertThat(asked)
                .singleElement()
                .asString()
                .contains("2 slides would make up to ", "S1 alone", "at 100 tiles a second");
    }

    @Test
    void withoutATerminal_theyAreRefused_andTheMessageSaysWhatToAdd() {
        ExpectedTiles tiles = new ExpectedTiles(OPENER, recipe(0.015));
        assertThatThrownBy(() -> tiles.agree(slides, 0, Consent.missing()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("tiles")
                .hasMessageContaining("not known")
                .hasMessageEndingWith("add --yes");
        tiles.agree(slides, 0, Consent.GIVEN);
    }

    @Test
    void paceOfARun_isKeptForTheNextOfTheSameKind() {
        MeasuredPace pace = new MeasuredPace(folder, "model dl4j 2");
        assertThat(pace.tilesPerSecond()).isZero();
        pace.measured(1_000, 5);
        assertThat(pace.tilesPerSecond()).as("too short").isZero();
        pace.measured(1_000, 20);
        assertThat(new MeasuredPace(folder, "model dl4j 2").tilesPerSecond()).isEqualTo(50);
        assertThat(new MeasuredPace(folder, "other").tilesPerSecond()).isZero();
    }

    private static TilingRecipe recipe(double stride) {
        return new TilingRecipe(MapSamples.manifest("S1").model(), stride, 0.5, TissueSettings.DEFAULT, 1_000_000);
    }
}
