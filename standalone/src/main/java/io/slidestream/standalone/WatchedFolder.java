package io.slidestream.standalone;

import io.slidestream.slides.SlideStore;
import io.slidestream.tiler.SlideWatcher;

/** A folder or bucket whose slides are mapped as they arrive. */
record WatchedFolder(SlideStore store, SlideWatcher.Patience patience) {}
