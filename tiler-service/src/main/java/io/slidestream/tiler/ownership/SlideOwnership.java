package io.slidestream.tiler.ownership;

/** Which slides of a bucket are this tiler's to take in, where several watch it. Safe for concurrent use. */
@FunctionalInterface
public interface SlideOwnership {
    /** Of the only tiler. */
    SlideOwnership ALL = location -> true;

    /** @param location of a slide */
    boolean holds(String location);
}
