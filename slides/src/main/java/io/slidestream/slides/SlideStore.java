package io.slidestream.slides;

import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.util.List;

/** Where slides lie: a folder or a bucket. Never moves, changes or deletes them. */
public interface SlideStore extends SlideFetcher {
    /** Every slide under the store as it is now, in order of location; files of other kinds are left out. */
    List<SlideVersion> list() throws IOException;
}
