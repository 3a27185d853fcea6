package io.slidestream.slides.store;

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
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the files that are not hidden; what cannot be visited below the root is left out, not fatal. */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWalk.class);

    private final Path root;
    private final Map<StoredFile, Path> files = new LinkedHashMap<>();
    private int strangeFiles;

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

    Path path(StoredFile file) {
        return Objects.requireNonNull(files.get(file), () -> file + " was not found here");
    }

    /** Number of files that are not regular. */
    int strangeFiles() {
        return strangeFiles;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return isHidden(folder) && !folder.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!isHidden(file)) {
            if (attributes.isRegularFile()) {
                files.put(stored(file, attributes), file);
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
        if (e != null) {
            LOG.warn("left out a part of {}: {}", FileUris.text(folder), e.toString());
        }
        return FileVisitResult.CONTINUE;
    }

    private StoredFile stored(Path file, BasicFileAttributes attributes) {
        String folder = FileUris.text(root);
        String path = FileUris.text(file).substring(folder.endsWith("/") ? folder.length() : folder.length() + 1);
        return new StoredFile(path, attributes.size(), SlideFile.fingerprint(attributes));
    }

    private static boolean isHidden(Path path) {
        return FileUris.fileName(path).startsWith(".");
    }
}
