package io.slidestream.mapfiles.map;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.TileScore;
import java.io.IOException;

/** Is told of every expected tile of one map, once, in row-major order. */
public interface TileVisitor {
    void visit(Cell cell, TileScore score) throws IOException;
}
