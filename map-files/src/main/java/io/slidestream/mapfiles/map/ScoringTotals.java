package io.slidestream.mapfiles.map;

import java.util.List;

/**
 * Totals of a map's scoring, from its blocks.
 *
 * @param engines every engine that scored a block, sorted
 * @param readNanos summed over the workers' threads
 * @param inferNanos summed over the workers
 * @param firstScoredAtMillis when the first block was scored
 * @param lastScoredAtMillis when the last block was scored
 */
public record ScoringTotals(
        List<String> engines, long readNanos, long inferNanos, long firstScoredAtMillis, long lastScoredAtMillis) {}
