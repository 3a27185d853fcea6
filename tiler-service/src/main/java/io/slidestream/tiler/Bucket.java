package io.slidestream.tiler;

import io.slidestream.slides.FolderSlideStore;
import java.io.IOException;

/** What the watcher looks at, such as {@link FolderSlideStore#contents}. */
@FunctionalInterface
public interface Bucket {
    /** Slides in order of location, and how many other files there are. */
    FolderSlideStore.Contents contents() throws IOException;
}
