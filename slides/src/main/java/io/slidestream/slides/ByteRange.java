package io.slidestream.slides;

/**
 * Bytes of a file.
 *
 * @param from the first
 * @param to the place behind the last
 */
public record ByteRange(long from, long to) {
    public ByteRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a range must not end before it begins, was " + from + " to " + to);
        }
    }
}
