package io.slidestream.synthetic;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The directories of a TIFF as Philips' export writes it: levels filled up to whole tiles, and XML that says their scale. */
final class PhilipsTags extends PyramidTags {
    private static final int REDUCED = 1;
    private static final int SOFTWARE = 305;
    private static final double NOMINAL_MPP = 0.25;

    PhilipsTags(SlideShape shape) {
        super(shape);
    }

    @Override
    TiffDirectory level(int level, TileTable tiles) {
        TiffDirectory directory = tiled(level, tiles);
        return level == 0
                ? directory.ascii(270, xml()).ascii(SOFTWARE, "Philips DP v1.0")
                : directory.longs(254, REDUCED).ascii(270, "level=" + level);
    }

    @Override
    int widthPx(int level) {
        return shape.columns(level) * shape.tilePx();
    }

    @Override
    int heightPx(int level) {
        return shape.rows(level) * shape.tilePx();
    }

    @Override
    void addTo(TiffWriter tiff, List<TiffDirectory> levels, WholeLevel coarsest) throws IOException {
        levels.forEach(tiff::add);
    }

    private String xml() {
        StringBuilder levels = new StringBuilder();
        for (int level = 0; level < shape.levels(); level++) {
            levels.append("<DataObject ObjectType=\"PixelDataRepresentation\">")
                    .append(attribute("DICOM_PIXEL_SPACING", "0x0028", "IDoubleArray", spacing(level)))
                    .append(attribute("PIIM_PIXEL_DATA_REPRESENTATION_NUMBER", "0x1001", "IUInt16", "" + level))
                    .append("</DataObject>");
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?><DataObject ObjectType=\"DPUfsImport\">"
                + attribute("DICOM_MANUFACTURER", "0x0008", "IString", "synthetic")
                + "<Attribute Name=\"PIM_DP_SCANNED_IMAGES\" Group=\"0x301D\" Element=\"0x1003\""
                + " PMSVR=\"IDataObjectArray\"><Array><DataObject ObjectType=\"DPScannedImage\">"
                + attribute("DICOM_PIXEL_SPACING", "0x0028", "IDoubleArray", spacing(0))
                + attribute("PIM_DP_IMAGE_TYPE", "0x301D", "IString", "WSI")
                + "<Attribute Name=\"PIIM_PIXEL_DATA_REPRESENTATION_SEQUENCE\" Group=\"0x1001\" Element=\"0x8B01\""
                + " PMSVR=\"IDataObjectArray\"><Array>" + levels
                + "</Array></Attribute></DataObject></Array></Attribute></DataObject>";
    }

    /** Rows first, in millimetres. */
    private String spacing(int level) {
        double mm = shape.mpp().orElse(NOMINAL_MPP) / 1000 * Math.pow(Mosaic.STEP, level);
        return String.format(Locale.ROOT, "&quot;%1$.9f&quot; &quot;%1$.9f&quot;", mm);
    }

    private static String attribute(String name, String group, String kind, String value) {
        return "<Attribute Name=\"" + name + "\" Group=\"" + group + "\" Element=\"0x0030\" PMSVR=\"" + kind + "\">"
                + value + "</Attribute>";
    }
}
