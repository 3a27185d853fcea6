package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.measure.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValidationTest {
    private static final double[] WEIGHTS = {1, 2, 1};

    /** Four times the logits have nearly three times the plain loss. */
    @Test
    void sureness_thatTheTemperatureTakesAway_isNoLoss() {
        Score calm = Validation.score(predictions(1, 1), WEIGHTS);
        Score sure = Validation.score(predictions(1, 4), WEIGHTS);

        assertThat(sure.loss()).isCloseTo(calm.loss(), within(1e-3));
        assertThat(sure.accuracy()).isEqualTo(calm.accuracy());
    }

    @Test
    void oneThatKnowsMore_hasALowerLoss_howeverSureItIs() {
        Score better = Validation.score(predictions(2, 4), WEIGHTS);
        Score worse = Validation.score(predictions(1, 1), WEIGHTS);

        assertThat(better.loss()).isLessThan(0.8 * worse.loss());
        assertThat(better.accuracy()).isGreaterThan(worse.accuracy());
    }

    /** @param known what the truth's logit has above noise */
    private static Predictions predictions(double known, double sureness) {
        Random random = new Random(1);
        List<Tile> tiles = new ArrayList<>();
        List<double[]> logits = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            tiles.add(new Tile(Path.of("tile.png"), i % 3));
            double[] found = new double[3];
            for (int c = 0; c < 3; c++) {
                found[c] = sureness * (random.nextGaussian() + (c == i % 3 ? known : 0));
            }
            logits.add(found);
        }
        return new Predictions(List.of("A", "B", "C"), tiles, logits);
    }
}
