package io.slidestream.slides;

import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where slides lie: a folder or a bucket. Never moves, changes or deletes them. */
public interface SlideStore {
    /** Every slide under the store as it is now, in order of location; files of other kinds are left out. */
    List<SlideVersion> list() throws IOException;

    /**
     * A local file with the bytes of this version.
     *
     * @throws SlideException VANISHED if it is gone, CHANGED if its bytes are no longer this version's
     */
    Path fetch(SlideVersion slide) throws SlideException;
}
