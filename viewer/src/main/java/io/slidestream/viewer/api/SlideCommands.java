package io.slidestream.viewer.api;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.viewer.forgetting.Forgetting;
import java.io.IOException;
import java.util.Collection;

/**
 * Commands to the tiler, whose results show in the catalog. Each throws a {@link
 * java.util.concurrent.CompletionException} if the request could not be passed on. Safe for concurrent use.
 */
public interface SlideCommands {
    /** Maps the slide again. */
    void retry(SlideMap map);

    /** Maps the slide as if it had so many microns per level-0 pixel. */
    void resubmit(SlideMap map, double mpp);

    /** Calls off a map that is not finished. */
    void cancel(SlideMap map);

    /**
     * Forgets a slide, of which no map is under way.
     *
     * @param maps of the slide
     * @throws java.util.concurrent.CompletionException if it cannot be asked for just now
     */
    default Forgetting.Done forget(SlideVersion slide, Collection<MapId> maps) throws IOException {
        throw new IllegalStateException("nothing is kept here of " + slide.location());
    }

    /**
     * Forgets one map of a slide, which is not under way.
     *
     * @throws java.util.concurrent.CompletionException if it cannot be asked for just now
     */
    default Forgetting.Done forget(SlideMap map) throws IOException {
        throw new IllegalStateException("nothing is kept here of " + map.slide().location());
    }
}
