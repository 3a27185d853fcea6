package io.slidestream.standalone.pipeline;

import io.slidestream.mapfiles.results.BucketCopy;
import io.slidestream.mapfiles.results.ResultsCopy;
import io.slidestream.slides.s3.BucketException;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.standalone.terminal.UsageException;
import org.jspecify.annotations.Nullable;

/** Destination that {@code --upload} copies maps to. */
public final class Uploads {
    private Uploads() {}

    /**
     * The copy, or none.
     *
     * @param place null for none
     * @throws UsageException if that is no place in a bucket
     */
    public static ResultsCopy to(@Nullable String place, SlideFetchers slides) {
        if (place == null) {
            return ResultsCopy.NONE;
        }
        try {
            return BucketCopy.to(S3Location.parse(place), slides.bucket());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--upload " + e.getMessage());
        } catch (BucketException e) {
            throw new UsageException("--upload " + place + ": " + e.getMessage());
        }
    }
}
