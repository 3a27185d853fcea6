package io.slidestream.standalone.pipeline;

import io.slidestream.slides.store.SlideStore;
import io.slidestream.tiler.watch.SlideWatcher;

/** A folder or bucket whose slides are mapped as they arrive. */
public record WatchedFolder(SlideStore store, SlideWatcher.Patience patience) {}
