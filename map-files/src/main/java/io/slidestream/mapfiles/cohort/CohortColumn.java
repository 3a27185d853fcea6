package io.slidestream.mapfiles.cohort;

import io.slidestream.mapfiles.results.MapSummary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A column of the table.
 *
 * @param key in the CSV
 * @param title for people
 * @param places of the decimals shown to people; -1 if it is text
 * @param value as text, full precision; empty where there is none
 */
record CohortColumn(String key, String title, int places, Function<CohortRow, String> value) {
    static final String SLIDE = "slide";

    /** All of them, in order. */
    static List<CohortColumn> of(Cohort cohort) {
        List<CohortColumn> columns = new ArrayList<>();
        columns.add(text(SLIDE, "slide", MapSummary::slideName));
        columns.add(text("state", "state", MapSummary::state));
        columns.add(text("reason", "reason", MapSummary::reason));
        columns.add(decimal("tumor_regions_mm2", "tumour regions mm²", 3, MapSummary::tumorRegionsMm2));
        columns.add(decimal("tumor_regions_share", "regions of tissue", 3, MapSummary::tumorRegionsShare));
        columns.add(whole("tumor_regions", "regions", MapSummary::tumorRegions));
        columns.add(decimal("tumor_largest_diameter_um", "largest diameter µm", 0, MapSummary::largestDiameterUm));
        columns.add(decimal("tissue_mm2", "tissue read mm²", 2, MapSummary::scoredMm2));
        columns.add(decimal("unread_mm2", "unread mm²", 2, MapSummary::unreadMm2));
        for (String name : cohort.classNames()) {
            columns.add(new CohortColumn("area_" + name + "_mm2", name + " mm²", 3, row -> {
                Double area = row.summary().areasMm2().get(name);
                return area == null ? "" : plain(area);
            }));
        }
        columns.add(whole("tiles_expected", "tiles", MapSummary::expectedTiles));
        columns.add(whole("tiles_scored", "scored", MapSummary::scoredTiles));
        columns.add(whole("tiles_rejected", "rejected", MapSummary::rejectedTiles));
        columns.add(decimal("mpp", "µm/px", 4, MapSummary::mpp));
        columns.add(text("model_name", "model", MapSummary::modelName));
        columns.add(text("model_id", "model id", MapSummary::modelId));
        columns.add(text("written", "written", MapSummary::written));
        columns.add(decimal("seconds_seen_to_written", "seconds", 1, MapSummary::secondsSeenToWritten));
        columns.add(text("message", "message", MapSummary::message));
        columns.add(text("map_id", "map", MapSummary::mapIdHex));
        columns.add(new CohortColumn("folder", "folder", -1, row -> row.folder().toString()));
        return columns;
    }

    boolean isNumber() {
        return places >= 0;
    }

    private static CohortColumn text(String key, String title, Function<MapSummary, String> value) {
        return new CohortColumn(key, title, -1, row -> value.apply(row.summary()));
    }

    private static CohortColumn decimal(
            String key, String title, int places, Function<MapSummary, OptionalDouble> figure) {
        return new CohortColumn(key, title, places, row -> {
            OptionalDouble value = figure.apply(row.summary());
            return value.isPresent() ? plain(value.getAsDouble()) : "";
        });
    }

    private static CohortColumn whole(String key, String title, Function<MapSummary, OptionalLong> figure) {
        return new CohortColumn(key, title, 0, row -> {
            OptionalLong value = figure.apply(row.summary());
            return value.isPresent() ? Long.toString(value.getAsLong()) : "";
        });
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
