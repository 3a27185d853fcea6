package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.Winner;
import java.util.Iterator;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Counts the scored tiles of a map by their likeliest class as its blocks are read. Of one thread. */
final class ClassTally {
    private final List<String> classNames;
    private final long[] tiles;

    ClassTally(List<String> classNames) {
        this.classNames = classNames;
        tiles = new long[classNames.size()];
    }

    /** Tally for the slide of the event; without classes if the event is no manifest. */
    static ClassTally of(SlideEvent event) {
        return new ClassTally(
                event instanceof SlideTiled manifest ? manifest.model().classNames() : List.of());
    }

    /** The same blocks, counted as they pass. */
    Iterator<BlockScored> counting(Iterator<BlockScored> blocks) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return blocks.hasNext();
            }

            @Override
            public BlockScored next() {
                BlockScored block = blocks.next();
                block.scores().forEach(ClassTally.this::count);
                return block;
            }
        };
    }

    long total() {
        long sum = 0;
        for (long count : tiles) {
            sum += count;
        }
        return sum;
    }

    void forEach(ObjLongConsumer<String> each) {
        for (int i = 0; i < tiles.length; i++) {
            each.accept(classNames.get(i), tiles[i]);
        }
    }

    private void count(TileScore score) {
        if (score instanceof TileScore.Scored scored && scored.probabilities().size() == tiles.length) {
            tiles[Winner.of(scored.probabilities())]++;
        }
    }
}
