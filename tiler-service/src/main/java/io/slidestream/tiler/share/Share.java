package io.slidestream.tiler.share;

/** Which slides of a bucket are this tiler's to take in, where several watch it. Safe for concurrent use. */
@FunctionalInterface
public interface Share {
    /** Of the only tiler. */
    Share ALL = location -> true;

    /** @param location of a slide */
    boolean holds(String location);
}
