package io.slidestream.mapfiles.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.testkit.MapSamples;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmoothingTest {
    private static final SlideTiled MANIFEST =
            MapSamples.manifest(MapSamples.slide("S1"), new TileGrid(40, 30, 0.5, 10, 10), List.of("a", "b"), 1);

    /** 4 by 3 cells of class a with one of class b in them, one unread, one without tissue. */
    private static ScoreGrid scores() {
        ScoreGrid scores = new ScoreGrid(MANIFEST);
        for (int cell = 0; cell < 11; cell++) {
            TileScore score = cell == 5
                    ? new TileScore.Scored(List.of(0.4f, 0.6f))
                    : cell == 6
                            ? new TileScore.Rejected(RejectionReason.UNREADABLE, "damaged")
                            : new TileScore.Scored(List.of(0.9f, 0.1f));
            scores.visit(new Cell(cell % 4, cell / 4), score);
        }
        return scores;
    }

    @Test
    void speckle_disappears_andCellsWithoutAScoreStay() {
        int[] winners = Smoothing.winners(scores(), 1);
        assertThat(winners).containsExactly(0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1);
    }

    @Test
    void scores_areNotTouched() {
        ScoreGrid scores = scores();
        int[] unused = Smoothing.winners(scores, 2);
        assertThat(scores.winner(5)).isEqualTo(1);
        assertThat(scores.probability(5, 1)).isEqualTo(0.6f);
        assertThat(scores.isUnread(6)).isTrue();
        assertThat(scores.probability(6, 0)).isNaN();
    }
}
