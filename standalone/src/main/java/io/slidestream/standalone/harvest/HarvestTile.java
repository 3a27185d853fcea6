package io.slidestream.standalone.harvest;

import io.slidestream.contracts.Level0Region;

/**
 * A tile to be cut.
 *
 * @param place in level-0 pixels
 * @param source whether a person said so, or nobody objected to what the model said
 * @param who the person, or the model
 */
record HarvestTile(Level0Region place, String label, Source source, String who) {
    enum Source {
        CORRECTED,
        AGREED;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
