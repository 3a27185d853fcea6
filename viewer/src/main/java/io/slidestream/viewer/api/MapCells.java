package io.slidestream.viewer.api;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.cells.CellLog;
import io.slidestream.viewer.cells.FinishedCells;
import io.slidestream.viewer.cells.LiveMap;
import io.slidestream.viewer.http.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The packed cells of any map: of a live one, those that have come so far. Safe for concurrent use. */
final class MapCells {
    private final Catalog catalog;
    private final FinishedCells finished = new FinishedCells();

    MapCells(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Not to be changed. */
    byte[] of(SlideMap map, SlideMap.Shape shape) throws Problem {
        Path folder = map.folder();
        if (folder == null) {
            CellLog log = catalog.live(map.id()).map(LiveMap::cells).orElseGet(CellLog::new);
            return log.read(0, log.size());
        }
        try {
            return finished.of(folder, shape.grid(), shape.model());
        } catch (NoSuchFileException e) {
            throw Problem.gone(
                    "the table of tiles from which the map is drawn (tiles.csv or tiles.csv.gz) is not among the"
                            + " results; map the slide again");
        } catch (IOException e) {
            throw Problem.conflict("the map's table of tiles cannot be used: " + FileFault.words(e));
        }
    }
}
