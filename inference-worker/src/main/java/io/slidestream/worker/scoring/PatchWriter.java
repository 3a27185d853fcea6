package io.slidestream.worker.scoring;

import io.slidestream.slides.Excerpt;
import java.nio.FloatBuffer;

/** Makes a tile the network's input. For one thread; others may write to other places of the same buffer. */
@FunctionalInterface
public interface PatchWriter {
    /** @param index the patch's place in the batch */
    void write(Excerpt tile, FloatBuffer patches, int index);
}
