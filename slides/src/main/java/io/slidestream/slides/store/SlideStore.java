package io.slidestream.slides.store;

import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.util.List;

/** Store of slides: a folder or a bucket. Never moves, changes or deletes them. */
public interface SlideStore extends SlideFetcher {
    /**
     * Contents of a store.
     *
     * @param slides in order of location
     * @param otherFiles files that belong to no slide, not counting hidden ones
     */
    record Contents(List<SlideVersion> slides, int otherFiles) {
        public Contents {
            slides = List.copyOf(slides);
        }
    }

    /** URI of the folder or bucket, with which the locations of its slides begin. */
    String location();

    /** The store as it is now. Files that come or go meanwhile may be in it or not. */
    Contents contents() throws IOException;

    /** Every slide under the store as it is now, in order of location. */
    default List<SlideVersion> list() throws IOException {
        return contents().slides();
    }
}
