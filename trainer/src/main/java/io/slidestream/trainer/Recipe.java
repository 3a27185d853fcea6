package io.slidestream.trainer;

import java.util.List;
import java.util.Locale;

/**
 * Chooses how to train the new layer: each candidate is trained, the one with the lowest validation loss wins. The test
 * samples have no say.
 *
 * @param symmetries 8 if each training tile was shown in all eight positions, 1 if not
 * @param run the winner's
 */
record Recipe(int symmetries, HeadTrainer.Run run) {
    static final List<Double> L2 = List.of(1e-5, 1e-4, 1e-3, 1e-2, 1e-1);

    /**
     * @param ways how many positions of each tile stand one after the other in {@code training}, the first unturned
     */
    static Recipe choose(HeadTrainer trainer, Samples training, int ways, Samples validation, Progress progress) {
        Recipe best = null;
        for (int symmetries : ways == 1 ? new int[] {1} : new int[] {1, ways}) {
            Samples shown = symmetries == 1 ? training.every(ways) : training;
            for (double l2 : L2) {
                HeadTrainer.Run run = trainer.train(shown, validation, l2);
                HeadTrainer.Epoch epoch = run.best();
                progress.say(String.format(
                        Locale.ROOT,
                        "  L2 %-7s %d position(s) a tile: validation loss %.4f, accuracy %.3f (epoch %d of %d)",
                        l2,
                        symmetries,
                        epoch.validationLoss(),
                        epoch.validationAccuracy(),
                        run.bestEpoch() + 1,
                        run.epochs().size()));
                if (best == null || epoch.validationLoss() < best.run().best().validationLoss()) {
                    best = new Recipe(symmetries, run);
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("no candidate was trained");
        }
        return best;
    }
}
