package io.slidestream.standalone.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/** Equations that the metrics of the services fulfil. */
public final class Invariants {
    public static final List<Invariant> ALL = List.of(
            new Invariant(
                    "blocks",
                    "sum(slidestream_blocks_received_total)",
                    "sum(slidestream_blocks_settled_total) + sum(slidestream_blocks_in_flight)",
                    "always, of each worker"),
            new Invariant(
                    "ledger",
                    "sum(slidestream_aggregator_tiles_expected_total)",
                    "sum(slidestream_aggregator_tiles_total) + sum(slidestream_aggregator_tiles_abandoned_total)"
                            + " + sum(slidestream_aggregator_tiles_pending)",
                    "always, of an aggregator since its start, but for the maps that were open then"),
            new Invariant(
                    "tiles",
                    "sum(slidestream_tiler_tiles_total)",
                    "sum(slidestream_aggregator_tiles_expected_total)",
                    "when idle, over all services, none restarted since"),
            new Invariant(
                    "classes",
                    "sum(slidestream_aggregator_class_tiles_total)",
                    "sum(slidestream_aggregator_tiles_total{status=\"scored\"})",
                    "when idle, as above, no map called off"),
            new Invariant(
                    "scores",
                    "sum(slidestream_tiler_tiles_total)",
                    "sum(slidestream_tiles_scored_total) + sum(slidestream_tiles_rejected_total)",
                    "when idle, as above, no map called off; a block answered twice, as when its worker was killed between"
                            + " answer and acknowledgement, makes the right side larger"),
            new Invariant(
                    "slides",
                    "sum(slidestream_slide_state_changes_total{state=\"submitted\"})",
                    "sum(slidestream_slide_state_changes_total{state=\"mapped\"})"
                            + " + sum(slidestream_slide_state_changes_total{state=\"rejected\"})",
                    "when idle, as above, no slide replaced while it was in hand"),
            new Invariant(
                    "maps",
                    "sum(slidestream_tiler_slides_total)",
                    "sum(slidestream_aggregator_maps_total)",
                    "when idle, as above, no map called off"));

    private Invariants() {}

    /** The names of those that the metric is in. */
    public static String of(String metric) {
        return ALL.stream()
                .filter(invariant -> invariant.isOf(metric))
                .map(Invariant::name)
                .collect(Collectors.joining(", "));
    }

    public static String markdown() {
        return ALL.stream()
                .map(invariant ->
                        "| " + invariant.name() + " | `" + invariant.equation() + "` | " + invariant.holds() + " |")
                .collect(Collectors.joining("\n", "| Name | Equation | Holds |\n|---|---|---|\n", "\n"));
    }
}
