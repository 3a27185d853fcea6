package io.slidestream.tiler.watch;

import io.slidestream.slides.store.SlideStore;

/**
 * A bucket, and its name for people and as a key.
 *
 * @param location URI of the folder or prefix, with which the locations of its slides begin
 */
public record WatchedBucket(String location, Bucket contents) {
    public static WatchedBucket of(SlideStore store) {
        return new WatchedBucket(store.location(), store::contents);
    }
}
