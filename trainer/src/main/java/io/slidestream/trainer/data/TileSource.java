package io.slidestream.trainer.data;

import io.slidestream.trainer.base.TrainingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Labelled pictures as they are stored, not yet looked at. */
public interface TileSource {
    /** Name in messages. */
    String name();

    /** Names of the classes, in the order of the network's outputs. */
    List<String> classNames();

    /** Tiles, sorted by class and name. */
    List<Tile> tiles();

    /** Faults that are known before any picture is read. */
    List<String> faults();

    /** Other things that lie there, a line for each kind. */
    default List<String> passedOver() {
        return List.of();
    }

    /** The split that the data come with, if they do. */
    default Optional<Split> givenSplit() {
        return Optional.empty();
    }

    /** The part that is meant for tests, or all where no part is. */
    default TileSource toTestOn() {
        return this;
    }

    /**
     * The source at a path: a folder with a folder for each class, or a NumPy archive (npz).
     *
     * @throws TrainingException if there is none
     */
    static TileSource of(Path path) {
        boolean archive = path.toString().toLowerCase(Locale.ROOT).endsWith(".npz") && !Files.isDirectory(path);
        if (archive && !Files.exists(path)) {
            throw new TrainingException("there is no file " + path);
        }
        return archive ? NpzTiles.of(path) : ClassFolders.of(path);
    }
}
