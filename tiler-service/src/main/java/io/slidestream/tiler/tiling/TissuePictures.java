package io.slidestream.tiler.tiling;

import io.slidestream.slides.SlideReader;
import io.slidestream.tiler.tissue.TissueMask;

/** Pictures of each slide's tissue mask, drawn before its tiles are published. Safe for concurrent use. */
public abstract sealed class TissuePictures permits NoTissuePictures, TissuePictureFolder {
    /** Pictures that are never drawn. */
    public static TissuePictures none() {
        return new NoTissuePictures();
    }

    /** Writes a PNG for each slide, {@code <slide name>-<first 8 digits of the map id>-tissue.png}. */
    public static TissuePictures in(java.nio.file.Path folder) {
        return new TissuePictureFolder(folder);
    }

    /** Must not fail: a picture that cannot be drawn is no reason to reject a slide. */
    abstract void show(TilingTask task, SlideReader slide, TissueMask mask);
}
