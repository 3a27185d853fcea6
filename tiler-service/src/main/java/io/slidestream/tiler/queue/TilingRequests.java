package io.slidestream.tiler.queue;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;

/** Entrance for slides to be tiled. Safe for concurrent use. */
public interface TilingRequests {
    /** Whether submitting the slide would begin nothing. */
    boolean knows(SlideVersion slide);

    /** Begins the slide's map unless it is known. */
    Submission submit(SlideVersion slide);

    /** Has the slide rejected unopened. */
    void reject(SlideVersion slide, RejectionReason reason, String message);
}
