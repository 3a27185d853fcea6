package io.slidestream.mapfiles.results;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The files of one map that are written while its tiles go by. */
final class TileFiles implements TileFile {
    private final List<TileFile> files = new ArrayList<>();
    private final Deque<OutputStream> streams = new ArrayDeque<>();

    private interface Opening {
        TileFile open(OutputStream out) throws IOException;
    }

    static TileFiles open(ResultsDraft draft, SlideTiled manifest, Palette palette, ResultsSettings settings)
            throws IOException {
        TileFiles files = new TileFiles();
        Certainty certainty = settings.certainty();
        try {
            if (settings.wants(ResultFormat.CSV)) {
                files.add(draft, ResultFiles.TILES_CSV, out -> TilesCsv.complete(manifest, certainty, out));
            } else {
                files.add(
                        draft,
                        ResultFiles.TILES_PACKED,
                        out -> TilesCsv.complete(manifest, certainty, new GZIPOutputStream(out, 1 << 16)));
            }
            if (settings.wants(ResultFormat.GEOJSON)) {
                files.add(draft, ResultFiles.TILES_GEOJSON, out -> new TilesGeoJson(manifest, palette, certainty, out));
            }
            if (settings.wants(ResultFormat.WSINFER)) {
                files.add(draft, WsinferFiles.csv(manifest), out -> TilesCsv.asWsinfer(manifest, out));
                files.add(draft, WsinferFiles.geoJson(manifest), out -> new WsinferGeoJson(manifest, out));
            }
            return files;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    @Override
    public void visit(Cell cell, TileScore score) throws IOException {
        for (TileFile file : files) {
            file.visit(cell, score);
        }
    }

    @Override
    public void finish() throws IOException {
        for (TileFile file : files) {
            file.finish();
        }
    }

    /** Closes every file; the first failure is thrown. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        List<java.io.Closeable> all = new ArrayList<>(files);
        all.addAll(streams);
        for (java.io.Closeable each : all) {
            try {
                each.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void add(ResultsDraft draft, String name, Opening opening) throws IOException {
        OutputStream out = draft.create(name);
        streams.add(out);
        files.add(opening.open(out));
    }
}
