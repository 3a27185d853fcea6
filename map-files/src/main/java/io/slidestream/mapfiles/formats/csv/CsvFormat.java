package io.slidestream.mapfiles.formats.csv;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.TileFiles;
import io.slidestream.mapfiles.map.BegunMap;
import java.io.IOException;

/** Writes tiles.csv: a row a tile. */
public final class CsvFormat implements MapFormat {
    public static final String FILE = "tiles.csv";

    @Override
    public String label() {
        return "csv";
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
        files.add(FILE, out -> TilesCsv.complete(map.manifest(), map.certainty(), out));
    }
}
