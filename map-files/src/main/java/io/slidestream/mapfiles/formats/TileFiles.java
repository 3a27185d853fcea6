package io.slidestream.mapfiles.formats;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.TileScore;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The files of one map that are written while its tiles go by. */
public final class TileFiles implements TileFile {
    private final MapFolder folder;
    private final List<TileFile> files = new ArrayList<>();
    private final Deque<OutputStream> streams = new ArrayDeque<>();

    /** Begins a file. */
    @FunctionalInterface
    public interface Opening {
        TileFile open(OutputStream out) throws IOException;
    }

    public TileFiles(MapFolder folder) {
        this.folder = folder;
    }

    /** @param name below the results */
    public void add(String name, Opening opening) throws IOException {
        OutputStream out = folder.create(name);
        streams.add(out);
        files.add(opening.open(out));
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
        List<Closeable> all = new ArrayList<>(files);
        all.addAll(streams);
        for (Closeable each : all) {
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
}
