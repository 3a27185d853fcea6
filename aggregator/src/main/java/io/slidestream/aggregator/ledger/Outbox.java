package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapUpdated;

/** Outlet for the ledgers' messages. */
public interface Outbox {
    void publish(MapUpdated update);

    /** Dead-letters a block that cannot be used, though it was a valid message. */
    void bury(BlockScored block, String why);
}
