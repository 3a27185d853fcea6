package io.slidestream.mapfiles.formats.png;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.pictures.Pictures;
import java.io.IOException;
import java.io.OutputStream;

/** Writes thumbnail.png: the slide, small. */
public final class ThumbnailFormat implements MapFormat {
    public static final String FILE = "thumbnail.png";

    @Override
    public String label() {
        return "thumbnail";
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
        byte[] png = Pictures.png(map.slide().scaled(Pictures.THUMBNAIL_PX));
        try (OutputStream out = folder.create(FILE)) {
            out.write(png);
        }
    }
}
