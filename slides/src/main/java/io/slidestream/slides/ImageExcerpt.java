package io.slidestream.slides;

import java.nio.IntBuffer;

/** Pixels that a reader has composited. */
record ImageExcerpt(RgbImage image) implements Excerpt {
    @Override
    public int widthPx() {
        return image.widthPx();
    }

    @Override
    public int heightPx() {
        return image.heightPx();
    }

    @Override
    public int reduction() {
        return 1;
    }

    @Override
    public PixelBox region() {
        return new PixelBox(0, 0, image.widthPx(), image.heightPx());
    }

    @Override
    public void copyTo(PixelRuns target) {
        IntBuffer pixels = IntBuffer.wrap(image.rgb());
        for (int y = 0; y < image.heightPx(); y++) {
            target.run(0, y, pixels, y * image.widthPx(), image.widthPx());
        }
    }

    @Override
    public void close() {
        // memory of the collector's
    }
}
