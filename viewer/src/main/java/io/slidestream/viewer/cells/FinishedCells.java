package io.slidestream.viewer.cells;

import io.slidestream.contracts.Model;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.ScoreGrid;
import io.slidestream.mapfiles.results.TilesTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** The packed cells of finished maps; keeps those last asked for. Safe for concurrent use. */
public final class FinishedCells {
    private static final long MAX_BYTES = 64L << 20;

    private record Kept(FileTime written, byte[] packed) {}

    private final Map<Path, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Every cell of a map, packed; not to be changed.
     *
     * @param folder the map's results
     * @throws IOException if the folder's table of tiles is missing or is none of ours
     */
    public byte[] of(Path folder, TileGrid grid, Model model) throws IOException {
        Path csv = TilesTable.in(folder);
        FileTime written = Files.getLastModifiedTime(csv);
        synchronized (this) {
            Kept known = kept.get(csv);
            if (known != null && known.written().equals(written)) {
                return known.packed();
            }
        }
        byte[] packed = packed(csv, grid, model);
        keep(csv, new Kept(written, packed));
        return packed;
    }

    private static byte[] packed(Path csv, TileGrid grid, Model model) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer one = PackedCells.buffer(1, model);
        new TilesTable(grid, model.classNames().size()).read(csv, (cell, score) -> {
            one.clear();
            if (score instanceof TileScore.Scored scored) {
                PackedCells.putScored(one, grid, cell, scored, model);
            } else if (score instanceof TileScore.Rejected rejected) {
                PackedCells.putRejected(one, grid, cell, rejected.reason(), model);
            }
            all.write(one.array());
        });
        return all.toByteArray();
    }

    /**
     * Every score of a map as it stands in its table of tiles.
     *
     * @throws IOException if the table is missing or is none of ours
     */
    public static ScoreGrid scores(Path folder, TileGrid grid, int classes) throws IOException {
        ScoreGrid scores = new ScoreGrid(grid, classes);
        new TilesTable(grid, classes).read(TilesTable.in(folder), scores);
        return scores;
    }

    /** When the table was written: what was made of it is as good as long as this stays. */
    public static FileTime written(Path folder) throws IOException {
        return Files.getLastModifiedTime(TilesTable.in(folder));
    }

    private synchronized void keep(Path csv, Kept fresh) {
        kept.put(csv, fresh);
        long bytes = kept.values().stream().mapToLong(k -> k.packed().length).sum();
        var eldest = kept.entrySet().iterator();
        while (bytes > MAX_BYTES && kept.size() > 1) {
            bytes -= eldest.next().getValue().packed().length;
            eldest.remove();
        }
    }
}
