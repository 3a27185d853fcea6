package io.slidestream.aggregator.results;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** WSInfer's table: {@code minx,miny,width,height,prob_<class>…} in level-0 pixels. */
final class TilesCsv implements TileFile {
    private final TileGrid grid;
    private final String noProbabilities;
    private final boolean withStatus;
    private final Writer out;

    private TilesCsv(SlideTiled manifest, boolean withStatus, OutputStream out) throws IOException {
        this.grid = manifest.grid();
        this.noProbabilities = ",".repeat(manifest.model().classNames().size());
        this.withStatus = withStatus;
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        this.out.write("minx,miny,width,height");
        for (String name : manifest.model().classNames()) {
            this.out.write("," + quoted("prob_" + name));
        }
        this.out.write(withStatus ? ",status\n" : "\n");
    }

    /**
     * One row for each expected tile, and a last column {@code status} that WSInfer does not have: {@code scored}, or why
     * the tile was not. An unread tile's probabilities are empty fields, which table readers take as missing values.
     */
    static TilesCsv complete(SlideTiled manifest, OutputStream out) throws IOException {
        return new TilesCsv(manifest, true, out);
    }

    /** WSInfer's columns alone, and only the tiles that have a score. */
    static TilesCsv asWsinfer(SlideTiled manifest, OutputStream out) throws IOException {
        return new TilesCsv(manifest, false, out);
    }

    @Override
    public void visit(Cell cell, TileScore score) throws IOException {
        if (score instanceof TileScore.Scored scored) {
            position(cell);
            for (float p : scored.probabilities()) {
                out.write(',');
                out.write(Decimals.of(p));
            }
            out.write(withStatus ? ",scored\n" : "\n");
        } else if (score instanceof TileScore.Rejected rejected && withStatus) {
            position(cell);
            out.write(noProbabilities + "," + rejected.reason().label() + "\n");
        }
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

    private static String quoted(String field) {
        return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + field.replace("\"", "\"\"") + '"'
                : field;
    }
}
