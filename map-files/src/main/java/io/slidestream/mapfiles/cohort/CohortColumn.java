package io.slidestream.mapfiles.cohort;

import io.slidestream.mapfiles.results.MapSummary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A column of the table.
 *
 * @param key in the CSV
 * @param title for people
 * @param places of the decimals shown to people; -1 if it is text
 * @param total what stands for all slides
 * @param value as text, full precision; empty where there is none
 */
record CohortColumn(String key, String title, int places, Total total, Function<CohortRow, String> value) {
    static final String SLIDE = "slide";

    /** What stands for all slides of a column, or for those that were found. */
    enum Total {
        NONE,
        SUM,
        LARGEST,
        /** The sum of the tumour's regions as a share of that of the tissue. */
        TUMOUR_SHARE
    }

    /** All of them, in order. */
    static List<CohortColumn> of(Cohort cohort) {
        List<CohortColumn> columns = new ArrayList<>();
        columns.add(text(SLIDE, "slide", MapSummary::slideName));
        columns.add(text("state", "state", MapSummary::state));
        columns.add(text("reason", "reason", MapSummary::reason));
        columns.add(decimal("tumor_regions_mm2", "tumour regions mm²", 3, Total.SUM, MapSummary::tumorRegionsMm2));
        columns.add(decimal(
                "tumor_regions_share", "regions of tissue", 1, Total.TUMOUR_SHARE, MapSummary::tumorRegionsShare));
        columns.add(whole("tumor_regions", "regions", MapSummary::tumorRegions));
        columns.add(decimal(
                "tumor_largest_diameter_um", "largest diameter µm", 0, Total.LARGEST, MapSummary::largestDiameterUm));
        columns.add(decimal("tissue_mm2", "tissue read mm²", 2, Total.SUM, MapSummary::scoredMm2));
        columns.add(decimal("unread_mm2", "unread mm²", 2, Total.SUM, MapSummary::unreadMm2));
        for (String name : cohort.classNames()) {
            columns.add(new CohortColumn("area_" + name + "_mm2", name + " mm²", 3, Total.SUM, row -> {
                Double area = row.summary().areasMm2().get(name);
                return area == null ? "" : plain(area);
            }));
        }
        columns.add(whole("tiles_expected", "tiles", MapSummary::expectedTiles));
        columns.add(whole("tiles_scored", "scored", MapSummary::scoredTiles));
        columns.add(whole("tiles_rejected", "rejected", MapSummary::rejectedTiles));
        columns.add(decimal("mpp", "µm/px", 4, Total.NONE, MapSummary::mpp));
        columns.add(text("model_name", "model", MapSummary::modelName));
        columns.add(text("model_id", "model id", MapSummary::modelId));
        columns.add(text("written", "written", MapSummary::written));
        columns.add(decimal("seconds_seen_to_written", "seconds", 1, Total.NONE, MapSummary::secondsSeenToWritten));
        columns.add(text("message", "message", MapSummary::message));
        columns.add(text("map_id", "map", MapSummary::mapIdHex));
        columns.add(new CohortColumn(
                "folder", "folder", -1, Total.NONE, row -> row.folder().toString()));
        return columns;
    }

    boolean isNumber() {
        return places >= 0;
    }

    /** A number as people see it. */
    String shown(double number) {
        return total == Total.TUMOUR_SHARE
                ? String.format(Locale.ROOT, "%." + places + "f %%", 100 * number)
                : String.format(Locale.ROOT, "%." + places + "f", number);
    }

    private static CohortColumn text(String key, String title, Function<MapSummary, String> value) {
        return new CohortColumn(key, title, -1, Total.NONE, row -> value.apply(row.summary()));
    }

    private static CohortColumn decimal(
            String key, String title, int places, Total total, Function<MapSummary, OptionalDouble> figure) {
        return new CohortColumn(key, title, places, total, row -> {
            OptionalDouble value = figure.apply(row.summary());
            return value.isPresent() ? plain(value.getAsDouble()) : "";
        });
    }

    private static CohortColumn whole(String key, String title, Function<MapSummary, OptionalLong> figure) {
        return new CohortColumn(key, title, 0, Total.SUM, row -> {
            OptionalLong value = figure.apply(row.summary());
            return value.isPresent() ? Long.toString(value.getAsLong()) : "";
        });
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
