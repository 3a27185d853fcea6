package io.slidestream.tiler.watch;

import io.slidestream.slides.store.SlideStore;
import java.io.IOException;

/** Listing that the watcher polls, such as {@link SlideStore#contents}. */
@FunctionalInterface
public interface Bucket {
    /** Slides in order of location, and how many other files there are. */
    SlideStore.Contents contents() throws IOException;
}
