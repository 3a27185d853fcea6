package io.slidestream.contracts;

import org.jspecify.annotations.Nullable;

/**
 * The result of listing a bucket, published when it changes.
 *
 * @param location URI of the folder or prefix
 * @param otherFiles files that are no slides by their name
 * @param trouble why it could not be listed, for people; the counts are then those of before. Null when it could
 */
public record BucketListed(
        String location,
        long slides,
        long otherFiles,
        long atMillis,
        @Nullable String trouble) implements SlideStateEvent {
    public BucketListed {
        Checks.text("location", location, Limits.LOCATION);
        Checks.millis("atMillis", atMillis);
        if (trouble != null) {
            trouble = Checks.cut(trouble);
        }
        Checks.inRange("slides", slides, 0, Long.MAX_VALUE);
        Checks.inRange("otherFiles", otherFiles, 0, Long.MAX_VALUE);
    }
}
