package io.slidestream.trainer.fit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long the seed study's 600,000 image passes (15 epochs of 40,000 tiles, 3.5 h on one GPU) would take on this machine,
 * at the rates this training was measured at.
 *
 * @param allLayersSeconds NaN where all layers were not trained
 * @param newLayerSeconds 40,000 tiles through the frozen network, then 600,000 passes of the last layer; NaN where the
 *     last layer was not trained alone
 */
public record Projection(double allLayersSeconds, double newLayerSeconds) {
    public static final int PASSES = 600_000;
    static final int TILES = 40_000;

    public static Projection of(@Nullable NewLayerFigures newLayer, @Nullable Tuned tuned) {
        return new Projection(
                tuned == null ? Double.NaN : PASSES / tuned.imagesPerSecond(),
                newLayer == null
                        ? Double.NaN
                        : TILES / newLayer.featuresPerSecond() + PASSES / newLayer.samplesPerSecond());
    }

    public String told() {
        StringBuilder told = new StringBuilder("The seed study's 600,000 image passes at this machine's rates:");
        if (!Double.isNaN(newLayerSeconds)) {
            told.append(" new layer on cached features ").append(time(newLayerSeconds));
        }
        if (!Double.isNaN(allLayersSeconds)) {
            told.append(Double.isNaN(newLayerSeconds) ? "" : ",")
                    .append(" all layers ")
                    .append(time(allLayersSeconds));
        }
        return told.append(" (on one GPU, Kather: 3.5 h)").toString();
    }

    private static String time(double seconds) {
        return seconds < 5400
                ? String.format(Locale.ROOT, "%.0f min", Math.ceil(seconds / 60))
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
