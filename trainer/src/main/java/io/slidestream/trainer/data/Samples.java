package io.slidestream.trainer.data;

import java.util.Arrays;
import java.util.List;

/** Feature vectors and the class of each. The arrays are shared, not copied. */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
public record Samples(float[][] features, int[] classes) {
    public Samples {
        if (features.length != classes.length || features.length == 0) {
            throw new IllegalArgumentException(
                    "as many features as classes are needed, were " + features.length + " and " + classes.length);
        }
    }

    public static Samples of(List<float[]> features, List<Tile> tiles) {
        int ways = features.size() / tiles.size();
        int[] classes = new int[features.size()];
        Arrays.setAll(classes, i -> tiles.get(i / ways).classIndex());
        return new Samples(features.toArray(float[][]::new), classes);
    }

    /** Every so-many-th sample, from the first on. */
    public Samples every(int step) {
        int count = (size() + step - 1) / step;
        float[][] some = new float[count][];
        int[] someClasses = new int[count];
        for (int i = 0; i < count; i++) {
            some[i] = features[i * step];
            someClasses[i] = classes[i * step];
        }
        return new Samples(some, someClasses);
    }

    public int size() {
        return classes.length;
    }

    public int featureCount() {
        return features[0].length;
    }
}
