package io.slidestream.mapfiles.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.map.Decimals;
import io.slidestream.mapfiles.map.ScoringTotals;
import java.time.Duration;
import java.time.Instant;

/**
 * The times in summary.json.
 *
 * @param writing how long the other files took to write
 */
record SummaryTimes(Duration writing, Instant writtenAt) {
    /** Thread-seconds add up over parallel threads and may exceed the wall clock. */
    void durations(ObjectNode into, SlideTiled manifest, ScoringTotals totals) {
        into.put("open", seconds(manifest.openNanos()));
        into.put("tissue", seconds(manifest.tissueNanos()));
        into.put("publish", seconds(manifest.publishNanos()));
        into.put("readThreadSeconds", seconds(totals.readNanos()));
        into.put("inferThreadSeconds", seconds(totals.inferNanos()));
        into.put("scoring", (totals.lastScoredAtMillis() - totals.firstScoredAtMillis()) / 1e3);
        into.put("write", seconds(writing.toNanos()));
        into.put("seenToWritten", (writtenAt.toEpochMilli() - manifest.seenAtMillis()) / 1e3);
    }

    void timestamps(ObjectNode into, long seenAtMillis, ScoringTotals totals) {
        into.put("seen", Instant.ofEpochMilli(seenAtMillis).toString());
        into.put(
                "firstScored",
                Instant.ofEpochMilli(totals.firstScoredAtMillis()).toString());
        into.put("lastScored", Instant.ofEpochMilli(totals.lastScoredAtMillis()).toString());
        into.put("written", writtenAt.toString());
    }

    private static double seconds(long nanos) {
        return Decimals.rounded(nanos / 1e9, 3);
    }
}
