package io.slidestream.aggregator.ledger;

import io.slidestream.servicekit.telemetry.Tracing;
import java.time.Duration;

/**
 * What all partitions' ledgers share.
 *
 * @param snapshotInterval the least time between two snapshots of one open map
 * @param retryInterval the pause before a failed writing is tried again; grows with each failure
 */
public record LedgerParts(
        Writing writing,
        Troubles troubles,
        OpenMaps openMaps,
        AggregatorMetrics metrics,
        Tracing tracing,
        Duration snapshotInterval,
        Duration retryInterval) {}
