package io.slidestream.trainer.measure;

import io.slidestream.networks.engine.ClassScores;
import io.slidestream.trainer.picture.Distortion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Effect of distortions of the tiles on the answers.
 *
 * @param undisturbed the same tiles as they are
 */
public record Robustness(ConfusionMatrix undisturbed, List<Row> rows) {
    /** More tiles than this tell little more and take long. */
    static final int MOST_TILES = 1_000;

    /** @param same tiles whose answer is as without the distortion */
    public record Row(Distortion distortion, ConfusionMatrix matrix, Proportion same) {}

    /** Places evenly spread over the tiles, so that the mix of classes stays, where these are sorted by class. */
    public static List<Integer> sample(int tiles) {
        int count = Math.min(tiles, MOST_TILES);
        return IntStream.range(0, count)
                .mapToObj(i -> (int) ((long) i * tiles / count))
                .toList();
    }

    /** @param disturbed logits of each tile under each distortion, all of the first tile's first */
    public static Robustness of(Predictions undisturbed, List<Distortion> distortions, List<double[]> disturbed) {
        List<Row> rows = new ArrayList<>();
        for (int d = 0; d < distortions.size(); d++) {
            List<double[]> logits = new ArrayList<>();
            int same = 0;
            for (int i = 0; i < undisturbed.size(); i++) {
                double[] answer = disturbed.get(i * distortions.size() + d);
                logits.add(answer);
                same += ClassScores.likeliest(answer)
                                == ClassScores.likeliest(undisturbed.logits().get(i))
                        ? 1
                        : 0;
            }
            rows.add(new Row(
                    distortions.get(d),
                    ConfusionMatrix.of(undisturbed.classNames(), undisturbed.tiles(), logits),
                    new Proportion(same, undisturbed.size())));
        }
        return new Robustness(
                ConfusionMatrix.of(undisturbed.classNames(), undisturbed.tiles(), undisturbed.logits()),
                List.copyOf(rows));
    }
}
