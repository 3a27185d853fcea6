package io.slidestream.mapfiles.formats.dicom;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;

/** Writes dicom/: a Parametric Map and a Segmentation. */
public final class DicomFormat implements MapFormat {
    public static final String FILE = "dicom";

    @Override
    public String label() {
        return "dicom";
    }

    @Override
    public String file() {
        return FILE;
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public void write(FinishedMap map, MapFolder folder) throws IOException {
        DicomFiles.write(map, folder);
    }
}
