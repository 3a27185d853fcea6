package io.slidestream.tiler.tiling;

import io.slidestream.slides.SlideReader;
import io.slidestream.tiler.tissue.TissueMask;

/** Draws no pictures. */
final class NoTissuePictures extends TissuePictures {
    @Override
    void show(TilingTask task, SlideReader slide, TissueMask mask) {}
}
