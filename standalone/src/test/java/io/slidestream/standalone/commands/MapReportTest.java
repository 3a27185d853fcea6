package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.standalone.Maps;
import io.slidestream.standalone.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapReportTest {
    @TempDir
    Path folder;

    private final Screen screen = new Screen();
    private final MapReport report = new MapReport(MapReport.Listing.FILES, screen.plain());

    @Test
    void aMap_isReportedWithItsLedgerAndItsFiles() throws Exception {
        Files.createFile(folder.resolve("tiles.csv"));
        Files.createFile(folder.resolve("overlay.png"));

        report.ended(Maps.mapped(67, 2), folder);

        assertThat(screen.lines())
                .containsExactly(
                        "✓ S1  69 tiles expected = 67 scored + 2 rejected",
                        "    " + folder.resolve("overlay.png"),
                        "    " + folder.resolve("tiles.csv"));
        assertThat(report.summary()).isEqualTo("1 of 1 mapped");
        assertThat(report.allMapped()).isTrue();
    }

    @Test
    void aMapWithoutAScore_saysWhy_andIsNotAllThatWasAskedFor() throws Exception {
        Files.writeString(folder.resolve("summary.json"), """
                {"state": "mapped", "mapId": "00", "slide": {"name": "S1"},
                 "ledger": {"rejectedByReason": [{"reason": "changed"}, {"reason": "unreadable"}]}}""");
        MapReport several = new MapReport(MapReport.Listing.FOLDER, screen.plain());

        several.ended(Maps.mapped(1, 68), folder);
        assertThat(several.allMapped()).isTrue();
        several.ended(Maps.mapped(0, 69), folder);

        assertThat(screen.lines())
                .containsExactly(
                        "✓ S1  69 tiles expected = 1 scored + 68 rejected (changed, unreadable) · " + folder,
                        "! S1  69 tiles expected = 0 scored + 69 rejected (changed, unreadable) · " + folder);
        assertThat(several.allMapped()).isFalse();
    }

    @Test
    void aRejection_isReportedWithItsReason_andCounts() {
        report.ended(Maps.rejected(RejectionReason.NO_MPP, "give them with --mpp"), null);

        assertThat(screen.lines()).containsExactly("✗ S1  rejected, no-mpp: give them with --mpp");
        assertThat(report.summary()).isEqualTo("0 of 1 mapped, 1 rejected");
        assertThat(report.allMapped()).isFalse();
    }

    @Test
    void whatWasMappedBefore_isCountedAsMapped() {
        report.alreadyMapped(Maps.SLIDE, folder.resolve("gone"));
        report.ended(Maps.mapped(1, 0), null);
        report.ended(Maps.rejected(RejectionReason.NOT_A_SLIDE, "text"), null);

        assertThat(screen.lines())
                .startsWith("= S1  mapped before; --again maps it anew", "    " + folder.resolve("gone"));
        assertThat(report.summary()).isEqualTo("2 of 3 mapped, 1 of them before, 1 rejected");
    }

    @Test
    void mapThatCouldNotBeRenderedAsAsked_isMappedAndNotAllIsWell() {
        report.renderedAgain(Maps.SLIDE, folder.resolve("gone"), "rendered again from 67 scores in 0.3 s");
        assertThat(report.allMapped()).isTrue();
        report.notRendered(Maps.SLIDE, "its scores are lost");

        assertThat(screen.lines())
                .containsExactly(
                        "✓ S1  mapped before, and rendered again from 67 scores in 0.3 s",
                        "    " + folder.resolve("gone"),
                        "! S1  mapped before, and not rendered as asked: its scores are lost; --again maps it anew");
        assertThat(report.allMapped()).isFalse();
    }

    @Test
    void ofSeveralSlides_eachIsALineWithItsFolder() throws Exception {
        Files.createFile(folder.resolve("tiles.csv"));
        MapReport several = new MapReport(MapReport.Listing.FOLDER, screen.plain());

        several.ended(Maps.mapped(69, 0), folder);
        several.alreadyMapped(Maps.SLIDE, folder);

        assertThat(screen.lines())
                .containsExactly(
                        "✓ S1  69 tiles expected = 69 scored + 0 rejected · " + folder,
                        "= S1  mapped before; --again maps it anew · " + folder);
    }
}
