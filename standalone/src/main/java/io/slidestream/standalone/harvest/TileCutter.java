package io.slidestream.standalone.harvest;

import io.slidestream.contracts.Level0Region;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.worker.scoring.ExcerptWriter;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.List;

/** Cuts tiles of a slide as the worker reads them: level, reduced decoding and resize are its own. Of one thread. */
final class TileCutter {
    private final int sizePx;
    private final PatchLayout layout;
    private final ExcerptWriter writer;
    private final FloatBuffer patch;

    TileCutter(TileSpec spec) {
        sizePx = spec.sizePx();
        ModelConfig plain = new ModelConfig(
                "pixels",
                List.of("a", "b"),
                sizePx,
                spec.mpp(),
                List.of(new Resize(sizePx), new ToTensor()),
                null,
                null,
                1);
        layout = new PatchLayout(sizePx, PatchLayout.Order.NHWC);
        writer = new ExcerptWriter(new PatchTransform(plain), layout);
        patch = layout.room(1);
    }

    BufferedImage cut(SlideReader reader, Level0Region place) throws SlideException {
        double downsample = (double) place.width() / sizePx;
        Level level = LevelChoice.best(reader.properties().levels(), downsample);
        try (Excerpt excerpt = reader.excerpt(place, level.index(), LevelChoice.reduction(level, downsample))) {
            writer.write(excerpt, patch, 0);
        }
        BufferedImage image = new BufferedImage(sizePx, sizePx, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < sizePx; y++) {
            for (int x = 0; x < sizePx; x++) {
                int at = 3 * (y * sizePx + x);
                image.setRGB(x, y, sample(at) << 16 | sample(at + 1) << 8 | sample(at + 2));
            }
        }
        return image;
    }

    /** ToTensor divides by 255. */
    private int sample(int at) {
        return Math.round(patch.get(at) * 255);
    }
}
