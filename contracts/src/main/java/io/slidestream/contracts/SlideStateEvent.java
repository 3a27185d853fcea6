package io.slidestream.contracts;

/** What the tiler says of its bucket on topic {@code slide-states}; the latest word under each key counts. */
public sealed interface SlideStateEvent permits SlideStateChanged, BucketListed {
    /** What it is said of: the URI of a slide or of a bucket. */
    String location();
}
