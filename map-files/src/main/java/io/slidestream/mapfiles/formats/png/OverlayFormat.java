package io.slidestream.mapfiles.formats.png;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.pictures.Pictures;
import java.io.IOException;
import java.io.OutputStream;

/** Writes overlay.png: the slide with the map on top. */
public final class OverlayFormat implements MapFormat {
    public static final String FILE = "overlay.png";

    @Override
    public String label() {
        return "overlay";
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
        byte[] png = Pictures.png(Overlay.draw(map));
        try (OutputStream out = folder.create(FILE)) {
            out.write(png);
        }
    }
}
