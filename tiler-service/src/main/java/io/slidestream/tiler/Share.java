package io.slidestream.tiler;

/** Which slides of a bucket are this tiler's to take in, where several watch it. Safe for concurrent use. */
@FunctionalInterface
interface Share {
    /** Of the only tiler. */
    Share ALL = location -> true;

    /** @param location of a slide */
    boolean holds(String location);
}
