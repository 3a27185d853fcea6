package io.slidestream.mapfiles.formats.wsinfer;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.TileFiles;
import io.slidestream.mapfiles.formats.csv.TilesCsv;
import io.slidestream.mapfiles.map.BegunMap;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;
import java.io.OutputStream;

/** Writes wsinfer/: what WSInfer would have written. */
public final class WsinferFormat implements MapFormat {
    public static final String FILE = "wsinfer";

    @Override
    public String label() {
        return "wsinfer";
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
    public void openTiles(BegunMap map, TileFiles files) throws IOException {
        files.add(WsinferFiles.csv(map.manifest()), out -> TilesCsv.asWsinfer(map.manifest(), out));
        files.add(WsinferFiles.geoJson(map.manifest()), out -> new WsinferGeoJson(map.manifest(), out));
    }

    @Override
    public void write(FinishedMap map, MapFolder folder) throws IOException {
        try (OutputStream out = folder.create(WsinferFiles.metadata(map))) {
            WsinferFiles.writeMetadata(map, out);
        }
    }
}
