package io.slidestream.worker;

import io.slidestream.networks.PatchLayout;
import io.slidestream.networks.PatchTransform;
import io.slidestream.networks.SourceBox;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.PixelBox;
import java.nio.FloatBuffer;

/**
 * Writes pixels of the network's size straight from the decoded tiles into the batch; others are gathered and resized.
 */
final class ExcerptWriter implements PatchWriter {
    private final PatchTransform transform;
    private final PatchLayout layout;
    private int[] picture = new int[0];

    ExcerptWriter(PatchTransform transform, PatchLayout layout) {
        this.transform = transform;
        this.layout = layout;
    }

    @Override
    public void write(Excerpt tile, FloatBuffer patches, int index) {
        int sizePx = transform.sizePx();
        PixelBox region = tile.region();
        if (region.equals(new PixelBox(0, 0, sizePx, sizePx))
                && tile.widthPx() == sizePx
                && tile.heightPx() == sizePx) {
            tile.copyTo(
                    (x, y, pixels, from, count) -> transform.put(x, y, pixels, from, count, patches, index, layout));
            return;
        }
        int widthPx = tile.widthPx();
        if (picture.length != widthPx * tile.heightPx()) {
            picture = new int[widthPx * tile.heightPx()];
        }
        int[] gathered = picture;
        tile.copyTo((x, y, pixels, from, count) -> pixels.get(from, gathered, y * widthPx + x, count));
        SourceBox source = new SourceBox(region.left(), region.top(), region.width(), region.height());
        transform.apply(gathered, widthPx, tile.heightPx(), source, patches, index, layout);
    }
}
