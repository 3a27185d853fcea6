package io.slidestream.worker.scoring;

import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.patches.SourceBox;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.PixelBox;
import java.nio.FloatBuffer;

/**
 * Writes pixels of the network's size straight from the decoded tiles into the batch; others are gathered and resized.
 */
public final class ExcerptWriter implements PatchWriter {
    private final PatchTransform transform;
    private final PatchLayout layout;
    private int[] picture = new int[0];

    public ExcerptWriter(PatchTransform transform, PatchLayout layout) {
        this.transform = transform;
        this.layout = layout;
    }

    @Override
    public void write(Excerpt tile, FloatBuffer patches, int index) {
        int widthPx = tile.widthPx();
        int heightPx = tile.heightPx();
        if (tile.reduction() == 1 && widthPx == transform.sizePx() && heightPx == transform.sizePx()) {
            tile.copyTo(
                    (x, y, pixels, from, count) -> transform.put(x, y, pixels, from, count, patches, index, layout));
            return;
        }
        if (picture.length != widthPx * heightPx) {
            picture = new int[widthPx * heightPx];
        }
        int[] gathered = picture;
        tile.copyTo((x, y, pixels, from, count) -> pixels.get(from, gathered, y * widthPx + x, count));
        if (tile.reduction() == 1) {
            transform.apply(gathered, widthPx, heightPx, patches, index, layout);
        } else {
            PixelBox region = tile.region();
            SourceBox source = new SourceBox(region.left(), region.top(), region.width(), region.height());
            transform.applyReduced(gathered, widthPx, heightPx, source, patches, index, layout);
        }
    }
}
