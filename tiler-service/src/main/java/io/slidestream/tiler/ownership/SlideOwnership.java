package io.slidestream.tiler.ownership;

/** Ownership of the slides of a bucket, where several tilers watch it. Safe for concurrent use. */
@FunctionalInterface
public interface SlideOwnership {
    /** Ownership of a tiler that is alone at its bucket: every slide. */
    SlideOwnership ALL = location -> true;

    /** @param location URI of a slide */
    boolean holds(String location);
}
