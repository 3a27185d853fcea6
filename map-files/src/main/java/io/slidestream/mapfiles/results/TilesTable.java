package io.slidestream.mapfiles.results;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.TileVisitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads the scores of a finished map back from its tiles.csv or tiles.csv.gz. */
public final class TilesTable {
    private static final int COLUMNS_BEFORE_CLASSES = 4;
    private static final Map<String, RejectionReason> REASONS = reasons();

    private final TileGrid grid;
    private final int classes;

    public TilesTable(TileGrid grid, int classes) {
        this.grid = grid;
        this.classes = classes;
    }

    /** The table in a map's folder, whichever of its names it has; it need not be there. */
    public static Path in(Path folder) {
        Path csv = folder.resolve(ResultFiles.TILES_CSV);
        return Files.exists(csv) ? csv : folder.resolve(ResultFiles.TILES_PACKED);
    }

    /**
     * Shows every tile, in the order of the rows; rejected ones without a message.
     *
     * @throws IOException if the file is missing, or is none that we wrote for this grid and model
     */
    public void read(Path csv, TileVisitor visitor) throws IOException {
        try (InputStream bytes = Files.newInputStream(csv);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(unpacked(csv, bytes), StandardCharsets.UTF_8))) {
            int distance =
                    List.of(String.valueOf(lines.readLine()).split(",", -1)).indexOf("distance");
            String line = lines.readLine();
            for (int number = 2; line != null; number++, line = lines.readLine()) {
                Cell cell;
                TileScore score;
                try {
                    String[] fields = line.split(",", -1);
                    if (fields.length <= COLUMNS_BEFORE_CLASSES + classes) { // others may follow the status
                        throw new IllegalArgumentException(fields.length + " fields");
                    }
                    cell = new Cell(place(fields[0], grid.columns()), place(fields[1], grid.rows()));
                    score = score(fields, distance);
                } catch (IllegalArgumentException e) {
                    throw new IOException("line " + number + " of " + csv + " is not one of ours: " + line, e);
                }
                visitor.visit(cell, score);
            }
        }
    }

    private static InputStream unpacked(Path csv, InputStream bytes) throws IOException {
        return csv.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    /** @param distance its place among the fields; -1 where the model could not tell */
    private TileScore score(String[] fields, int distance) {
        String status = fields[COLUMNS_BEFORE_CLASSES + classes];
        if (status.equals("scored")) {
            List<Float> probabilities = new ArrayList<>(classes);
            for (int i = 0; i < classes; i++) {
                probabilities.add(Float.parseFloat(fields[COLUMNS_BEFORE_CLASSES + i]));
            }
            return new TileScore.Scored(
                    probabilities,
                    distance < 0 || distance >= fields.length || fields[distance].isEmpty()
                            ? Float.NaN
                            : Float.parseFloat(fields[distance]));
        }
        RejectionReason reason = REASONS.get(status);
        if (reason == null) {
            throw new IllegalArgumentException("status " + status);
        }
        return new TileScore.Rejected(reason, "");
    }

    /** The last tile of a row is shifted inside the slide, so its place is the next one after its origin. */
    private int place(String originPx, int count) {
        long origin = Long.parseLong(originPx);
        long place = (origin + grid.stridePx() - 1) / grid.stridePx();
        if (origin < 0 || place >= count) {
            throw new IllegalArgumentException("origin " + origin);
        }
        return (int) place;
    }

    private static Map<String, RejectionReason> reasons() {
        Map<String, RejectionReason> reasons = new HashMap<>();
        for (RejectionReason reason : RejectionReason.values()) {
            reasons.put(reason.label(), reason);
        }
        return reasons;
    }
}
