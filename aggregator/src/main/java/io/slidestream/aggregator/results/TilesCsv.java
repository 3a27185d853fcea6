package io.slidestream.aggregator.results;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * WSInfer's table, one row for each expected tile: {@code minx,miny,width,height,prob_<class>…} in level-0 pixels, then
 * {@code status}, which WSInfer does not have: {@code scored}, or why the tile was not. An unread tile's probabilities are
 * empty fields, which table readers take as missing values.
 */
final class TilesCsv implements TileVisitor, Closeable {
    private final TileGrid grid;
    private final String noProbabilities;
    private final Writer out;

    TilesCsv(SlideTiled manifest, OutputStream out) throws IOException {
        this.grid = manifest.grid();
        this.noProbabilities = ",".repeat(manifest.model().classNames().size());
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        this.out.write("minx,miny,width,height");
        for (String name : manifest.model().classNames()) {
            this.out.write("," + quoted("prob_" + name));
        }
        this.out.write(",status\n");
    }

    @Override
    public void visit(Cell cell, TileScore score) throws IOException {
        Level0Region region = grid.region(cell);
        out.write(region.x() + "," + region.y() + "," + region.width() + "," + region.height());
        if (score instanceof TileScore.Scored scored) {
            for (float p : scored.probabilities()) {
                out.write(',');
                out.write(Decimals.of(p));
            }
            out.write(",scored\n");
        } else if (score instanceof TileScore.Rejected rejected) {
            out.write(noProbabilities + "," + rejected.reason().label() + "\n");
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static String quoted(String field) {
        return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + field.replace("\"", "\"\"") + '"'
                : field;
    }
}
