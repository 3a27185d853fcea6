package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapUpdated;

/** Where the ledgers' words go. */
public interface Outbox {
    void publish(MapUpdated update);

    /** Keeps a block that cannot be used, though it was a valid message. */
    void bury(BlockScored block, String why);
}
