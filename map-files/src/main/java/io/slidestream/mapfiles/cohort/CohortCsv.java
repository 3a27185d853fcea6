package io.slidestream.mapfiles.cohort;

import io.slidestream.mapfiles.formats.csv.CsvField;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/** The table for programs: a line a slide. */
public final class CohortCsv {
    private CohortCsv() {}

    /** The writer stays open. */
    public static void write(Cohort cohort, Writer out) throws IOException {
        List<CohortColumn> columns = CohortColumn.of(cohort);
        out.write(columns.stream().map(column -> CsvField.of(column.key())).collect(Collectors.joining(",")) + "\n");
        for (CohortRow row : cohort.rows()) {
            out.write(columns.stream()
                            .map(column -> column.isNumber()
                                    ? column.value().apply(row)
                                    : CsvField.of(column.value().apply(row)))
                            .collect(Collectors.joining(","))
                    + "\n");
        }
    }
}
