package io.slidestream.slides.direct;

/** What is shown in the place of tiles that a file leaves out. */
public enum MissingTiles {
    BLANK,
    /** Only OpenSlide knows. */
    UNKNOWN
}
