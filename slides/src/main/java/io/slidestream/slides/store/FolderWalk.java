package io.slidestream.slides.store;

import io.slidestream.contracts.SeenNames;
import io.slidestream.slides.parts.StoredFile;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A bucket may hold very many files and is walked every few seconds. The URI of a path costs a request to the file system, and its
 * bytes as text as much again; so both are asked for once a folder, and a file whose name is the same in either is put behind them.
 */
/** Gathers the files that are not hidden; what cannot be visited below the root is left out, not fatal. */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWalk.class);

    private final Path root;
    /** Of each file its URI, or that of its folder where the rest is the file's name as it stands. */
    private final Map<StoredFile, String> files = new LinkedHashMap<>();

    private final Deque<Folder> open = new ArrayDeque<>();
    private int strangeFiles;

    /**
     * A folder that is being walked.
     *
     * @param inside the path below the root, with its closing slash; empty at the top
     * @param uri with its closing slash
     */
    private record Folder(String inside, String uri) {}

    private FolderWalk(Path root) {
        this.root = root;
    }

    /** Links are followed, each folder once on a path. */
    static FolderWalk through(Path root) throws IOException {
        return from(root, root);
    }

    /** Walks one folder below the root, which need not exist. */
    static FolderWalk from(Path start, Path root) throws IOException {
        FolderWalk walk = new FolderWalk(root);
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        return walk;
    }

    Set<StoredFile> files() {
        return files.keySet();
    }

    /** The file's URI. */
    String location(StoredFile file) {
        String uri = Objects.requireNonNull(files.get(file), () -> file + " was not found here");
        return uri.endsWith("/") ? uri + file.fileName() : uri;
    }

    /** Number of files that are not regular. */
    int strangeFiles() {
        return strangeFiles;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (isHidden(folder) && !folder.equals(root)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        String inside = inside(folder);
        String uri = folder.toUri().toString();
        open.push(new Folder(inside.isEmpty() ? "" : inside + "/", uri.endsWith("/") ? uri : uri + "/"));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String name = String.valueOf(file.getFileName());
        Folder folder = isTheSameInUris(name) ? open.peek() : null;
        String uri = folder == null ? file.toUri().toString() : folder.uri();
        SeenNames.ofThisProcess().see(folder == null ? uri : uri + name);
        if (!isHidden(file)) {
            if (attributes.isRegularFile()) {
                String path = folder == null ? inside(file) : folder.inside() + name;
                files.put(new StoredFile(path, attributes.size(), SlideFile.fingerprint(attributes)), uri);
            } else {
                strangeFiles++;
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (file.equals(root)) {
            throw e;
        }
        if (!(e instanceof NoSuchFileException || e instanceof FileSystemLoopException)) {
            LOG.warn("left out {}: {}", FileUris.text(file), e.toString());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
        open.pop();
        if (e != null) {
            LOG.warn("left out a part of {}: {}", FileUris.text(folder), e.toString());
        }
        return FileVisitResult.CONTINUE;
    }

    /** The path below the root; empty for the root itself. */
    private String inside(Path path) {
        String top = FileUris.text(root);
        String text = FileUris.text(path);
        int end = text.endsWith("/") ? text.length() - 1 : text.length();
        int begin = top.endsWith("/") ? top.length() : top.length() + 1;
        return begin < end ? text.substring(begin, end) : "";
    }

    /** Whether a name has nothing that a URI would encode, or that Java's strings may have lost. */
    private static boolean isTheSameInUris(String name) {
        return name.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '.'
                        || c == '-'
                        || c == '_');
    }

    /** The dot is there, whatever else of a name a locale loses. */
    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }
}
