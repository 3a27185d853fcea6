package io.slidestream.contracts;

/** Event about a bucket, published by the tiler on topic {@code slide-states}; the latest under each key counts. */
public sealed interface SlideStateEvent permits SlideStateChanged, BucketListed {
    /** URI of the slide or bucket that the event is about. */
    String location();
}
