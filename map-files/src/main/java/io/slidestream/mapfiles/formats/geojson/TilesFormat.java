package io.slidestream.mapfiles.formats.geojson;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.TileFiles;
import io.slidestream.mapfiles.map.BegunMap;
import java.io.IOException;

/** Writes tiles.geojson: the tiles for QuPath. */
public final class TilesFormat implements MapFormat {
    public static final String FILE = "tiles.geojson";

    @Override
    public String label() {
        return "geojson";
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
    public void openTiles(BegunMap map, TileFiles files) throws IOException {
        files.add(FILE, out -> new TilesGeoJson(map, out));
    }
}
