package io.slidestream.mapfiles.formats.geojson;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;
import java.io.OutputStream;

/** Writes tumor-regions.geojson: merged tumour regions for QuPath. */
public final class TumorRegionsFormat implements MapFormat {
    public static final String FILE = "tumor-regions.geojson";

    @Override
    public String label() {
        return "regions";
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
    public void write(FinishedMap map, MapFolder folder) throws IOException {
        try (OutputStream out = folder.create(FILE)) {
            RegionsGeoJson.writeTumor(map, out);
        }
    }
}
