package io.slidestream.aggregator.ledger;

import io.slidestream.servicekit.telemetry.Tracing;
import java.time.Duration;

/**
 * Collaborators that the ledgers of all partitions share.
 *
 * @param snapshotInterval the least time between two snapshots of one open map
 * @param retryInterval the first back-off after results could not be written
 */
public record LedgerParts(
        Writing writing,
        Troubles troubles,
        OpenMaps openMaps,
        AggregatorMetrics metrics,
        Tracing tracing,
        Duration snapshotInterval,
        Duration retryInterval) {}
