package io.slidestream.mapfiles.formats.png;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.pictures.Pictures;
import java.io.IOException;
import java.io.OutputStream;

/** Writes tumor-map.png: a pixel a cell. */
public final class MapPngFormat implements MapFormat {
    public static final String FILE = "tumor-map.png";

    @Override
    public String label() {
        return "map";
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
        byte[] png = Pictures.png(map.raster().image());
        try (OutputStream out = folder.create(FILE)) {
            out.write(png);
        }
    }
}
