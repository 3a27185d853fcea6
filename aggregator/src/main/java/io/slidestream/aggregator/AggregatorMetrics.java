package io.slidestream.aggregator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileScore;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the aggregator counts. Names are public API:
 *
 * <ul>
 *   <li>{@code slidestream.aggregator.blocks} (counter; {@code outcome} counted, duplicate, stale or buried): records
 *       of topic tile-scores, each under one outcome, so their sum is what was received. A block found unusable only
 *       when its manifest arrived was counted before, and shows in dead letters
 *   <li>{@code slidestream.aggregator.events} (counter; {@code outcome} as above): records of topic slides
 *   <li>{@code slidestream.aggregator.tiles} (counter; {@code status} scored or the rejection's label): tiles of counted
 *       blocks
 *   <li>{@code slidestream.dead.letters} (counter; {@code topic} the origin): records buried
 *   <li>{@code slidestream.aggregator.maps} (counter; {@code state} mapped or rejected): results written
 *   <li>{@code slidestream.aggregator.maps.open} (gauge): maps begun here whose results are not written
 *   <li>{@code slidestream.aggregator.write} (timer): writing the results of one map, successes only
 *   <li>{@code slidestream.aggregator.write.failures} (counter): attempts at it that failed and will be repeated
 * </ul>
 */
final class AggregatorMetrics {
    /** What became of a record. */
    enum Outcome {
        COUNTED,
        DUPLICATE,
        STALE,
        BURIED
    }

    private final MeterRegistry registry;
    private final AtomicLong open = new AtomicLong();

    AggregatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("slidestream.aggregator.maps.open", open);
    }

    void block(Outcome outcome) {
        registry.counter("slidestream.aggregator.blocks", "outcome", lower(outcome))
                .increment();
    }

    void event(Outcome outcome) {
        registry.counter("slidestream.aggregator.events", "outcome", lower(outcome))
                .increment();
    }

    void tiles(BlockScored block) {
        long scored = block.scores().stream()
                .filter(TileScore.Scored.class::isInstance)
                .count();
        if (scored > 0) {
            tiles("scored", scored);
        }
        for (TileScore score : block.scores()) {
            if (score instanceof TileScore.Rejected rejected) {
                tiles(rejected.reason().label(), 1);
            }
        }
    }

    private void tiles(String status, long count) {
        registry.counter("slidestream.aggregator.tiles", "status", status).increment((double) count);
    }

    void buried(String topic) {
        registry.counter("slidestream.dead.letters", "topic", topic).increment();
    }

    void written(String state, Duration took) {
        registry.counter("slidestream.aggregator.maps", "state", state).increment();
        Timer.builder("slidestream.aggregator.write").register(registry).record(took);
    }

    void writeFailed() {
        registry.counter("slidestream.aggregator.write.failures").increment();
    }

    void open(long change) {
        open.addAndGet(change);
    }

    private static String lower(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
