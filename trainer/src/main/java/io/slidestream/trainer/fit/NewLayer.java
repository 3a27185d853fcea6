package io.slidestream.trainer.fit;

import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A new last layer on the features of the frozen network. Every candidate is trained. The lowest validation loss decides
 * how many positions each tile is shown in, and the strongest L2 wins whose loss is no more than a standard error above
 * the lowest: validation tiles are of the same slides as the training tiles, other slides want a stronger one. The test
 * samples have no say.
 *
 * @param symmetries 8 if each training tile was shown in all eight positions, 1 if not
 * @param run the winner's
 * @param samplesTrained times that a sample was trained on, over all candidates
 */
public record NewLayer(int symmetries, HeadTrainer.Run run, long samplesTrained) {
    static final List<Double> L2 = List.of(1e-5, 1e-4, 1e-3, 1e-2, 1e-1);

    /**
     * @param ways how many positions of each tile stand one after the other in {@code training}, the first unturned
     */
    public static NewLayer choose(
            HeadTrainer trainer, Samples training, int ways, Samples validation, Progress progress) {
        List<NewLayer> candidates = new ArrayList<>();
        long trained = 0;
        for (int symmetries : ways == 1 ? new int[] {1} : new int[] {1, ways}) {
            Samples shown = symmetries == 1 ? training.every(ways) : training;
            for (double l2 : L2) {
                NewLayer candidate = new NewLayer(symmetries, trainer.train(shown, validation, l2), 0);
                trained += (long) shown.size() * candidate.run.epochs().size();
                candidates.add(candidate);
                progress.say(candidate.told());
            }
        }
        NewLayer lowest = Collections.min(candidates, Comparator.comparingDouble(NewLayer::loss));
        double bearable = lowest.loss() + standardError(lowest.run.head(), validation);
        NewLayer chosen = candidates.stream()
                .filter(candidate -> candidate.symmetries == lowest.symmetries && candidate.loss() <= bearable)
                .max(Comparator.comparingDouble(candidate -> candidate.run.l2()))
                .orElse(lowest);
        progress.say(String.format(
                Locale.ROOT,
                "  chosen: L2 %s, %d position(s) a tile, the strongest L2 within a standard error of the lowest loss",
                chosen.run.l2(),
                chosen.symmetries));
        return new NewLayer(chosen.symmetries, chosen.run, trained);
    }

    private double loss() {
        return run.best().validationLoss();
    }

    private String told() {
        HeadTrainer.Epoch epoch = run.best();
        return String.format(
                Locale.ROOT,
                "  L2 %-7s %d position(s) a tile: validation loss %.4f, accuracy %.3f (epoch %d of %d)",
                run.l2(),
                symmetries,
                epoch.validationLoss(),
                epoch.validationAccuracy(),
                run.bestEpoch() + 1,
                run.epochs().size());
    }

    /** Standard error of the mean loss over the samples. */
    private static double standardError(LinearHead head, Samples samples) {
        double[] losses = IntStream.range(0, samples.size())
                .mapToDouble(i ->
                        -Math.log(Math.max(head.probabilities(samples.features()[i])[samples.classes()[i]], 1e-300)))
                .toArray();
        double mean = Arrays.stream(losses).average().orElse(0);
        double squares =
                Arrays.stream(losses).map(loss -> (loss - mean) * (loss - mean)).sum();
        return Math.sqrt(squares / Math.max(1, losses.length - 1) / losses.length);
    }
}
