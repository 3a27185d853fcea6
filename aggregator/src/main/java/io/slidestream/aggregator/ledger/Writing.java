package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.results.MapResults;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;

/** Writes the results of a settled slide. */
public interface Writing {
    /** Returns the results folder. */
    URI write(SlideEvent event, Iterator<BlockScored> blocks) throws IOException;

    static Writing to(MapResults results) {
        return (event, blocks) -> {
            if (event instanceof SlideTiled tiled) {
                return results.write(tiled, blocks);
            } else if (event instanceof SlideRejected rejected) {
                return results.write(rejected);
            }
            throw new AssertionError("no other event exists, was " + event);
        };
    }
}
