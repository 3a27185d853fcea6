package io.slidestream.trainer;

import java.nio.file.Path;

/**
 * A picture and the class its folder says it is.
 *
 * @param classIndex into the class names of the folder it was found in
 */
record Tile(Path file, int classIndex) {}
