package io.slidestream.mapfiles.formats;

import io.slidestream.mapfiles.map.BegunMap;
import io.slidestream.mapfiles.map.FinishedMap;
import java.io.IOException;

/** A kind of output: one file of a map, or one folder of files. Safe for concurrent use, also beside other formats of a map. */
public interface MapFormat {
    /** Names it in settings and commands, {@code ome-tiff}; public API. */
    String label();

    /** Names the file, or the folder of its files, below the results; public API. */
    String file();

    /** Tells whether it is written where nobody chose formats: it is cheap, and of use to most. */
    boolean isDefault();

    /** Tells whether it prints the map's notes, among them what became of its other files: then it is written after them. */
    default boolean hasNotes() {
        return false;
    }

    /** Opens the files that are written while the tiles go by. */
    default void openTiles(BegunMap map, TileFiles files) throws IOException {}

    /** Writes the files that are made of the map when all its tiles are known. */
    default void write(FinishedMap map, MapFolder folder) throws IOException {}
}
