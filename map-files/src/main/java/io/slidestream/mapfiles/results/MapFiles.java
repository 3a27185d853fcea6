package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.report.HtmlReport;
import io.slidestream.mapfiles.report.PdfReport;
import java.io.IOException;
import java.io.OutputStream;

/** The files that are made of a map when all its tiles are known. */
final class MapFiles {
    private MapFiles() {}

    static void write(ResultFormat format, FinishedMap map, ResultsDraft draft) throws IOException {
        switch (format) {
            case CSV, GEOJSON -> {} // written while the tiles went by
            case REGIONS -> {
                try (OutputStream out = draft.create(ResultFiles.TUMOR_REGIONS)) {
                    RegionsGeoJson.writeTumor(map, out);
                }
            }
            case CLASS_REGIONS -> {
                try (OutputStream out = draft.create(ResultFiles.CLASS_REGIONS)) {
                    RegionsGeoJson.writeClasses(map, out);
                }
            }
            case MAP ->
                Pictures.writePng(draft, ResultFiles.TUMOR_MAP, map.raster().image());
            case OVERLAY -> Pictures.writePng(draft, ResultFiles.OVERLAY, Overlay.draw(map));
            case THUMBNAIL ->
                Pictures.writePng(draft, ResultFiles.THUMBNAIL, map.slide().scaled(Pictures.THUMBNAIL_PX));
            case WSINFER -> {
                try (OutputStream out = draft.create(WsinferFiles.metadata(map))) {
                    WsinferFiles.writeMetadata(map, out);
                }
            }
            case OME_TIFF -> OmeFiles.writeTiff(map, draft);
            case OME_ZARR -> OmeFiles.writeZarr(map, draft);
            case DICOM -> DicomFiles.write(map, draft);
            case HTML -> {
                try (OutputStream out = draft.create(ResultFiles.REPORT_HTML)) {
                    HtmlReport.write(map.report(), out);
                }
            }
            case PDF -> {
                try (OutputStream out = draft.create(ResultFiles.REPORT_PDF)) {
                    PdfReport.write(map.report(), out);
                }
            }
        }
    }
}
