package io.slidestream.mapfiles.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Copies results to where others look for them. Safe for concurrent use by different maps. */
@FunctionalInterface
public interface ResultsCopy {
    ResultsCopy NONE = (name, folder, files, marker) -> {};

    /**
     * Returns when the copy is whole. Where it fails, the map is not finished, and is written and copied again.
     *
     * @param name of the slide's folder below the results, {@code /} between folders
     * @param folder where the files lie
     * @param files and folders in it that are to be copied, without the marker
     * @param marker the file that is copied last and says that the others are complete
     */
    void copy(String name, Path folder, Set<String> files, Path marker) throws IOException;

    /** Removes the copy of a map that lies in another folder now. */
    default void remove(String name) throws IOException {}
}
