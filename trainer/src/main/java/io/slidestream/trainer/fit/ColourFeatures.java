package io.slidestream.trainer.fit;

import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Samples;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.picture.TilePicture;
import java.util.List;

/**
 * Features of a tile that depend on colour alone. Kather's classes differ in stain so much that a classifier must be
 * compared with these before its accuracy means anything.
 */
public enum ColourFeatures {
    /** Mean red, green and blue: three numbers. */
    RGB_MEANS("rgb_means") {
        @Override
        float[] of(TilePicture picture) {
            double[] sums = new double[3];
            for (int pixel : picture.rgb()) {
                sums[0] += (pixel >> 16) & 0xff;
                sums[1] += (pixel >> 8) & 0xff;
                sums[2] += pixel & 0xff;
            }
            float[] means = new float[3];
            for (int c = 0; c < 3; c++) {
                means[c] = (float) (sums[c] / picture.rgb().length);
            }
            return means;
        }
    },
    /** Square roots of the shares of 8×8×8 colour boxes: 512 numbers. */
    COLOUR_HISTOGRAM("colour_histogram") {
        @Override
        float[] of(TilePicture picture) {
            int[] counts = new int[512];
            for (int pixel : picture.rgb()) {
                counts[(pixel >> 15 & 0x1c0) | (pixel >> 10 & 0x38) | (pixel >> 5 & 0x7)]++;
            }
            float[] roots = new float[512];
            for (int i = 0; i < 512; i++) {
                roots[i] = (float) Math.sqrt((double) counts[i] / picture.rgb().length);
            }
            return roots;
        }
    };

    private final String label;

    ColourFeatures(String label) {
        this.label = label;
    }

    /** The name in metrics.json. */
    public String label() {
        return label;
    }

    abstract float[] of(TilePicture picture);

    Samples samples(List<Tile> tiles) {
        return Samples.of(tiles.parallelStream().map(tile -> of(tile.read())).toList(), tiles);
    }

    /** Trains on these features by the same rules as the network's new layer and tests on the same tiles. */
    public static ConfusionMatrix baseline(ColourFeatures features, List<String> classNames, Split split, long seed) {
        HeadTrainer trainer = new HeadTrainer(classNames.size(), seed);
        Progress silent = new Progress(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
        Samples training = features.samples(split.training());
        LinearHead head = NewLayer.choose(trainer, training, 1, features.samples(split.validation()), silent)
                .run()
                .head();
        return ConfusionMatrix.of(
                classNames,
                split.test(),
                split.test().stream()
                        .map(tile -> head.probabilities(features.of(tile.read())))
                        .toList());
    }
}
