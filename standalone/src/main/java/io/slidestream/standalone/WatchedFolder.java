package io.slidestream.standalone;

import io.slidestream.slides.FolderSlideStore;
import io.slidestream.tiler.SlideWatcher;

/** A folder whose slides are mapped as they arrive. */
record WatchedFolder(FolderSlideStore store, SlideWatcher.Patience patience) {}
