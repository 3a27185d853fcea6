package io.slidestream.mapfiles.results;

import io.slidestream.contracts.files.FileFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks through a results folder for maps, and names what is none. Every folder is looked at in the order of its name. */
public final class ResultsWalk {
    private static final int DEEPEST = 32;

    private final Path root;
    private final Visitor visitor;

    /** Told of what is there. */
    public interface Visitor {
        /** A folder has a summary, which may be anybody's. */
        void summary(Path folder, BasicFileAttributes file);

        /** A folder is no map, or cannot be looked at: a sentence without its subject. */
        void note(Path folder, String what);

        /** Whether to go on. */
        boolean goesOn();
    }

    private ResultsWalk(Path root, Visitor visitor) {
        this.root = root;
        this.visitor = visitor;
    }

    /**
     * Looks through a folder and those below.
     *
     * @param root absolute and normal
     * @throws IOException if the folder itself cannot be listed
     */
    public static void through(Path root, Visitor visitor) throws IOException {
        ResultsWalk walk = new ResultsWalk(root, visitor);
        walk.visit(root, entries(root), 0);
    }

    /** A sentence with its subject. */
    public static String sentence(Path root, Path path, String what) {
        return (path.equals(root) ? root : root.relativize(path)) + " " + what;
    }

    private void visit(Path folder, List<Path> entries, int depth) {
        List<Path> named = entries.stream().filter(ResultsWalk::hasNameOfResult).toList();
        Optional<BasicFileAttributes> summary = summary(folder, named);
        boolean files = summary.isPresent() || named.stream().anyMatch(Files::isRegularFile);
        if (summary.isPresent()) {
            visitor.summary(folder, summary.get());
        } else if (files) {
            visitor.note(
                    folder,
                    "has files of a map but no summary.json: it is being written, or its writing was cut short");
        }
        boolean foldersBelow = false;
        boolean sealed = summary.isPresent() && !Files.isSymbolicLink(folder.resolve(ResultFiles.SUMMARY));
        for (Path entry : entries) {
            boolean ofMap = sealed && hasNameOfResult(entry);
            if (!ofMap && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                foldersBelow = true;
                descend(entry, depth);
            }
            if (!visitor.goesOn()) {
                return;
            }
        }
        if (depth > 0 && !files && !foldersBelow && !isRest(folder)) {
            visitor.note(folder, "holds no map");
        }
    }

    /** The summary's file, which is asked for alone only where its name is there. */
    private static Optional<BasicFileAttributes> summary(Path folder, List<Path> named) {
        Path file = folder.resolve(ResultFiles.SUMMARY);
        if (!named.contains(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class))
                    .filter(attributes -> !attributes.isDirectory());
        } catch (IOException e) {
            return Optional.empty(); // gone again, or a link to nothing
        }
    }

    /** A map's folder of files, whose summary is missing: its own folder was named already. */
    private boolean isRest(Path folder) {
        for (Path at = folder; !at.equals(root); at = Objects.requireNonNull(at.getParent())) {
            if (hasNameOfResult(at)) {
                return true;
            }
        }
        return false;
    }

    private void descend(Path folder, int depth) {
        if (depth == DEEPEST) {
            visitor.note(folder, "lies deeper than " + DEEPEST + " folders");
            return;
        }
        try {
            visit(folder, entries(folder), depth + 1);
        } catch (IOException e) {
            visitor.note(folder, "cannot be read: " + FileFault.words(e));
        }
    }

    private static boolean hasNameOfResult(Path entry) {
        return ResultFiles.ALL.contains(String.valueOf(entry.getFileName()));
    }

    /** Hidden ones left out: drafts and the broker's data. */
    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
