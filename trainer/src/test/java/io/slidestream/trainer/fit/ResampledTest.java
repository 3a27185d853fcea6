package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.trainer.data.Cases;
import io.slidestream.trainer.data.Tile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResampledTest {
    /** Tiles of a case are right or wrong together, so 200 tiles of 10 cases tell as much as 10 tiles. */
    @Test
    void intervalByCase_isAsWideAsCasesAreFew() {
        List<Tile> tiles = new ArrayList<>();
        Map<String, String> byTile = new HashMap<>();
        double[] right = new double[200];
        for (int i = 0; i < 200; i++) {
            Tile tile = new Tile(Path.of("t" + i), i % 2);
            tiles.add(tile);
            byTile.put(tile.name(), "case " + i / 20);
            right[i] = i / 20 < 7 ? 1 : 0;
        }

        Resampled byTiles = Resampled.of(2, tiles, right, null, 1);
        Resampled byCases = Resampled.of(2, tiles, right, new Cases(byTile, "a test", List.of(), Cases.Kind.NAMED), 1);

        assertThat(byTiles.low()).isBetween(0.6, 0.7);
        assertThat(byTiles.high()).isBetween(0.7, 0.8);
        assertThat(byCases.low()).isBetween(0.35, 0.5);
        assertThat(byCases.high()).isBetween(0.85, 1.0);
    }
}
