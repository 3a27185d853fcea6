package io.slidestream.tiler;

import io.slidestream.slides.SlideReader;

/** For everyday runs. */
final class NoTissuePictures extends TissuePictures {
    @Override
    void show(TilingTask task, SlideReader slide, TissueMask mask) {}
}
