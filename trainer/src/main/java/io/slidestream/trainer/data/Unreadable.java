package io.slidestream.trainer.data;

/** Treatment of pictures that cannot be read. */
public enum Unreadable {
    /** They are named and nothing is done. */
    REFUSED,
    /** They are named and left out. */
    SKIPPED
}
