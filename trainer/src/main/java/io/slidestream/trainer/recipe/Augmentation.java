package io.slidestream.trainer.recipe;

import io.slidestream.trainer.picture.StainChange;
import io.slidestream.trainer.picture.Symmetry;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random variation of tiles each time they are trained on.
 *
 * @param turns whether they are laid in any of the eight positions, each as likely
 * @param stain strength of the stain's changes (see {@link StainChange#drawn}), from 0 (none) to below 1; 0.05 is light,
 *     0.2 strong
 */
public record Augmentation(boolean turns, double stain) {
    public static final Augmentation NONE = new Augmentation(false, 0);

    private static final Symmetry[] POSITIONS = Symmetry.values();

    public Augmentation {
        if (!(stain >= 0 && stain < 1)) {
            throw new IllegalArgumentException("stain must be in 0..1, was " + stain);
        }
    }

    /** @param stain null leaves the colours */
    public record Drawn(Symmetry position, @Nullable StainChange stain) {}

    public Drawn draw(SplittableRandom random) {
        Symmetry position = turns ? POSITIONS[random.nextInt(POSITIONS.length)] : Symmetry.IDENTITY;
        return new Drawn(position, stain == 0 ? null : StainChange.drawn(random, stain));
    }
}
