package io.slidestream.mapfiles.formats.ome;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;

/** Writes tumor-map.ome.zarr/: probabilities and labels. */
public final class OmeZarrFormat implements MapFormat {
    public static final String FILE = "tumor-map.ome.zarr";

    @Override
    public String label() {
        return "ome-zarr";
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
        OmeFiles.writeZarr(map, folder);
    }
}
