package io.slidestream.trainer;

import java.nio.file.Path;
import java.util.List;

/** Labelled pictures as they are stored, not yet looked at. */
interface TileSource {
    /** What messages call it. */
    String name();

    /** In the order of the network's outputs. */
    List<String> classNames();

    /** Sorted by class and name. */
    List<Tile> tiles();

    /** What is wrong before any picture was read. */
    List<String> faults();

    /**
     * The source at a path.
     *
     * @throws TrainingException if there is none
     */
    static TileSource of(Path path) {
        return ClassFolders.of(path);
    }
}
