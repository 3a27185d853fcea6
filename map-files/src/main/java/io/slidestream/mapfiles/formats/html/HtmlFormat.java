package io.slidestream.mapfiles.formats.html;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.report.Reports;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;
import java.io.OutputStream;

/** Writes report.html: a page for people. */
public final class HtmlFormat implements MapFormat {
    public static final String FILE = "report.html";

    @Override
    public String label() {
        return "html";
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
            HtmlReport.write(Reports.of(map), out);
        }
    }
}
