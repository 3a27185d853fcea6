package io.slidestream.mapfiles.formats.csv;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.formats.TileFile;
import io.slidestream.mapfiles.map.Certainty;
import io.slidestream.mapfiles.map.Decimals;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** WSInfer's table: {@code minx,miny,width,height,prob_<class>…} in level-0 pixels. */
public final class TilesCsv implements TileFile {
    private final TileGrid grid;
    private final String noProbabilities;
    private final @Nullable Certainty certainty;
    private final boolean tellsFamiliar;
    private final Writer out;

    /** @param certainty null for WSInfer's columns alone */
    private TilesCsv(SlideTiled manifest, @Nullable Certainty certainty, OutputStream out) throws IOException {
        this.grid = manifest.grid();
        this.noProbabilities = ",".repeat(manifest.model().classNames().size());
        this.certainty = certainty;
        this.tellsFamiliar = manifest.model().tellsFamiliar();
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        this.out.write("minx,miny,width,height");
        for (String name : manifest.model().classNames()) {
            this.out.write("," + CsvField.of("prob_" + name));
        }
        this.out.write(
                certainty == null
                        ? "\n"
                        : ",status,entropy,unsure" + (tellsFamiliar ? ",distance,unfamiliar\n" : "\n"));
    }

    /**
     * One row for each expected tile, and three last columns that WSInfer does not have: {@code status}, which is {@code
     * scored} or why the tile was not, {@code entropy} and {@code unsure}; {@code distance} and {@code unfamiliar} after them where
     * the model tells. Where an unread tile has no number its fields are
     * empty, which table readers take as missing values.
     */
    static TilesCsv complete(SlideTiled manifest, Certainty certainty, OutputStream out) throws IOException {
        return new TilesCsv(manifest, certainty, out);
    }

    /** WSInfer's columns alone, and only the tiles that have a score. */
    public static TilesCsv asWsinfer(SlideTiled manifest, OutputStream out) throws IOException {
        return new TilesCsv(manifest, null, out);
    }

    @Override
    public void visit(Cell cell, TileScore score) throws IOException {
        if (score instanceof TileScore.Scored scored) {
            position(cell);
            for (float p : scored.probabilities()) {
                out.write(',');
                out.write(Decimals.of(p));
            }
            out.write(
                    certainty == null
                            ? "\n"
                            : ",scored," + Decimals.of((float) Certainty.entropy(scored.probabilities())) + ","
                                    + certainty.isUnsure(scored.probabilities()) + familiar(scored) + "\n");
        } else if (score instanceof TileScore.Rejected rejected && certainty != null) {
            position(cell);
            out.write(noProbabilities + "," + rejected.reason().label() + (tellsFamiliar ? ",,,,\n" : ",,\n"));
        }
    }

    private String familiar(TileScore.Scored scored) {
        if (!tellsFamiliar) {
            return "";
        }
        return Float.isNaN(scored.distance())
                ? ",,"
                : "," + Decimals.of(scored.distance()) + "," + scored.isUnfamiliar();
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void position(Cell cell) throws IOException {
        Level0Region region = grid.region(cell);
        out.write(region.x() + "," + region.y() + "," + region.width() + "," + region.height());
    }
}
