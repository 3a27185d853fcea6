package io.slidestream.worker;

import io.slidestream.slides.RgbImage;
import java.nio.FloatBuffer;

/** Makes a tile the network's input. Safe for concurrent use on different places of one buffer. */
@FunctionalInterface
interface PatchWriter {
    /** @param index the patch's place in the batch */
    void write(RgbImage tile, FloatBuffer patches, int index);
}
