package io.slidestream.viewer.api;

import io.slidestream.catalog.maps.SlideMap;

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
}
