package io.slidestream.standalone.commands;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.familiar.Familiar;
import io.slidestream.networks.familiar.FamiliarFit;
import io.slidestream.networks.onnx.LabelledPicture;
import io.slidestream.networks.onnx.OnnxBundle;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.standalone.terminal.UsageException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Statistics of labelled tiles in the features of a model that somebody else trained. */
final class FamiliarTiles {
    private static final int BATCH = 16;
    private static final long SEED = 1;

    private FamiliarTiles() {}

    /** @throws UsageException if the tiles are too few */
    static Familiar of(ModelBundle bundle, List<? extends LabelledPicture> tiles, int threads) {
        PatchTransform transform = new PatchTransform(bundle.config());
        List<float[]> features = new ArrayList<>();
        try (Featuriser featuriser = OnnxBundle.featuriser(bundle, BATCH, threads)) {
            int width = featuriser.featureCount();
            FloatBuffer patches = featuriser.layout().room(BATCH);
            for (int first = 0; first < tiles.size(); first += BATCH) {
                int count = Math.min(BATCH, tiles.size() - first);
                for (int i = 0; i < count; i++) {
                    int place = i;
                    tiles.get(first + i)
                            .show((rgb, widthPx, heightPx) ->
                                    transform.apply(rgb, widthPx, heightPx, patches, place, featuriser.layout()));
                }
                float[] all = featuriser.features(patches, count);
                for (int i = 0; i < count; i++) {
                    features.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
                }
            }
        }
        int[] classes = tiles.stream().mapToInt(LabelledPicture::classIndex).toArray();
        try {
            return FamiliarFit.of(features, classes, SEED);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--familiar: " + e.getMessage());
        }
    }
}
