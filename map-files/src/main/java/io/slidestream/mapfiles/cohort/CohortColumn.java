package io.slidestream.mapfiles.cohort;

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
        columns.add(text(SLIDE, "slide", CohortRow::slide));
        columns.add(text("state", "state", CohortRow::state));
        columns.add(text("reason", "reason", CohortRow::reason));
        columns.add(decimal("tumor_area_mm2", "tumour regions mm²", 3, "/tumorRegions/areaMm2"));
        columns.add(decimal("tumor_fraction", "of tissue", 3, "/tumorRegions/share"));
        columns.add(whole("tumor_regions", "regions", "/tumorRegions/count"));
        columns.add(decimal("tumor_largest_diameter_um", "largest diameter µm", 0, "/tumorRegions/largestDiameterUm"));
        columns.add(decimal("tissue_mm2", "tissue read mm²", 2, "/tissue/scoredMm2"));
        columns.add(decimal("unread_mm2", "unread mm²", 2, "/tissue/unreadMm2"));
        for (String name : cohort.classNames()) {
            columns.add(new CohortColumn("area_" + name + "_mm2", name + " mm²", 3, row -> {
                Double area = row.areas().get(name);
                return area == null ? "" : plain(area);
            }));
        }
        columns.add(whole("tiles_expected", "tiles", "/ledger/expected"));
        columns.add(whole("tiles_scored", "scored", "/ledger/scored"));
        columns.add(whole("tiles_rejected", "rejected", "/ledger/rejected"));
        columns.add(decimal("mpp", "µm/px", 4, "/slide/mpp"));
        columns.add(text("model_name", "model", CohortRow::modelName));
        columns.add(text("model_id", "model id", CohortRow::modelId));
        columns.add(text("written", "written", row -> row.text("/timestamps/written")));
        columns.add(decimal("seconds_seen_to_written", "seconds", 1, "/durationsSeconds/seenToWritten"));
        columns.add(text("message", "message", CohortRow::message));
        columns.add(text("map_id", "map", row -> row.text("/mapId")));
        columns.add(text("folder", "folder", row -> row.folder().toString()));
        return columns;
    }

    boolean isNumber() {
        return places >= 0;
    }

    private static CohortColumn text(String key, String title, Function<CohortRow, String> value) {
        return new CohortColumn(key, title, -1, value);
    }

    private static CohortColumn decimal(String key, String title, int places, String pointer) {
        return new CohortColumn(key, title, places, row -> {
            OptionalDouble value = row.decimal(pointer);
            return value.isPresent() ? plain(value.getAsDouble()) : "";
        });
    }

    private static CohortColumn whole(String key, String title, String pointer) {
        return new CohortColumn(key, title, 0, row -> {
            OptionalLong value = row.whole(pointer);
            return value.isPresent() ? Long.toString(value.getAsLong()) : "";
        });
    }

    private static String plain(double value) {
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
