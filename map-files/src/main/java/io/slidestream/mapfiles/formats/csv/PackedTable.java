package io.slidestream.mapfiles.formats.csv;

import io.slidestream.mapfiles.formats.TileFiles;
import io.slidestream.mapfiles.map.BegunMap;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** Writes tiles.csv.gz, the same table where tiles.csv is not wanted: the viewer draws the map from either. */
public final class PackedTable {
    public static final String FILE = "tiles.csv.gz";

    private PackedTable() {}

    public static void open(BegunMap map, TileFiles files) throws IOException {
        files.add(FILE, out -> TilesCsv.complete(map.manifest(), map.certainty(), new GZIPOutputStream(out, 1 << 16)));
    }
}
