package io.slidestream.slides.store;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.parts.PassedOver;
import java.io.IOException;
import java.util.List;

/** Store of slides: a folder or a bucket. Never moves, changes or deletes them. */
public interface SlideStore extends SlideFetcher {
    /**
     * Contents of a store.
     *
     * @param slides in order of location
     * @param passedOver files that belong to no slide, not counting hidden ones
     */
    record Contents(List<SlideVersion> slides, PassedOver passedOver) {
        public Contents {
            slides = List.copyOf(slides);
        }

        /** Contents of which the number of other files alone is known. */
        public Contents(List<SlideVersion> slides, int otherFiles) {
            this(slides, PassedOver.files(otherFiles));
        }

        public int otherFiles() {
            return passedOver.fileCount();
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
