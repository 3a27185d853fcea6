package io.slidestream.slides;

import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers slides; what cannot be visited below the root is left out, not fatal. */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWalk.class);

    private final Path root;
    private final List<SlideVersion> slides = new ArrayList<>();
    private int otherFiles;

    FolderWalk(Path root) {
        this.root = root;
    }

    FolderSlideStore.Contents contents() {
        slides.sort(Comparator.comparing(SlideVersion::location));
        return new FolderSlideStore.Contents(slides, otherFiles);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return isHidden(folder) && !folder.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!isHidden(file)) {
            if (attributes.isRegularFile() && FolderSlideStore.isSlideName(FileUris.fileName(file))) {
                slides.add(FolderSlideStore.version(root, file, attributes));
            } else {
                otherFiles++;
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

    private static boolean isHidden(Path path) {
        return FileUris.fileName(path).startsWith(".");
    }
}
