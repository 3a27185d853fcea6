package io.slidestream.mapfiles.formats.ome;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;

/** Writes probabilities.ome.tiff: a pyramid with a channel a class. */
public final class OmeTiffFormat implements MapFormat {
    public static final String FILE = "probabilities.ome.tiff";

    @Override
    public String label() {
        return "ome-tiff";
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
        OmeFiles.writeTiff(map, folder);
    }
}
