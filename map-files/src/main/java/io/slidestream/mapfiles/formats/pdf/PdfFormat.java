package io.slidestream.mapfiles.formats.pdf;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.report.Reports;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;
import java.io.OutputStream;

/** Writes report.pdf: the same page to print and mail. */
public final class PdfFormat implements MapFormat {
    public static final String FILE = "report.pdf";

    @Override
    public String label() {
        return "pdf";
    }

    @Override
    public String file() {
        return FILE;
    }

    @Override
    public boolean isDefault() {
        return true;
    }

    @Override
    public boolean hasNotes() {
        return true;
    }

    @Override
    public void write(FinishedMap map, MapFolder folder) throws IOException {
        try (OutputStream out = folder.create(FILE)) {
            PdfReport.write(Reports.of(map), out);
        }
    }
}
