package io.slidestream.standalone;

import io.slidestream.slides.FolderSlideStore;
import io.slidestream.tiler.SlideWatcher;

/**
 * A folder whose slides are mapped as they arrive.
 *
 * @param location its URI, with which the locations of its slides begin
 */
record WatchedFolder(String location, FolderSlideStore store, SlideWatcher.Patience patience) {}
