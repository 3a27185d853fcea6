package io.slidestream.mapfiles.formats.geojson;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;
import java.io.OutputStream;

/** Writes class-regions.geojson: merged regions of every class for QuPath. */
public final class ClassRegionsFormat implements MapFormat {
    public static final String FILE = "class-regions.geojson";

    @Override
    public String label() {
        return "class-regions";
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
        try (OutputStream out = folder.create(FILE)) {
            RegionsGeoJson.writeClasses(map, out);
        }
    }
}
