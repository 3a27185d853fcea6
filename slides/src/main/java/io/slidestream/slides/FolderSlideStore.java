package io.slidestream.slides;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A folder and everything below it as a bucket. A slide is told by its extension; whether its bytes are one, opening
 * shows. Links are followed, each folder once on a path. Safe for concurrent use.
 */
public final class FolderSlideStore implements SlideStore {
    private static final Set<String> EXTENSIONS =
            Set.of("svs", "tif", "tiff", "ndpi", "vms", "vmu", "scn", "mrxs", "bif", "svslide", "dcm");

    private final Path root;
    private final SlideFetcher fetcher = new LocalSlideFetcher();

    /**
     * What a folder holds.
     *
     * @param slides in order of location
     * @param otherFiles files of other kinds, not counting hidden ones
     */
    public record Contents(List<SlideVersion> slides, int otherFiles) {
        public Contents {
            slides = List.copyOf(slides);
        }
    }

    /** @throws IOException if there is no such folder */
    public FolderSlideStore(Path root) throws IOException {
        this.root = root.toRealPath();
        if (!Files.isDirectory(this.root)) {
            throw new NotDirectoryException(FileUris.text(root));
        }
    }

    /** Whether a file of this name counts as a slide. */
    public static boolean isSlideName(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 && EXTENSIONS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * The slide in one file, named by its stem. Its location is the one under which a store of the file's folder lists
     * it.
     *
     * @throws SlideException VANISHED if there is no such file, NOT_A_SLIDE if it is a folder
     */
    public static SlideVersion version(Path file) throws SlideException {
        SlideFile now = SlideFile.at(file.toAbsolutePath());
        try {
            Path folder = now.path().getParent();
            Path fileName = now.path().getFileName();
            if (folder == null || fileName == null) {
                throw new AssertionError("a regular file has a name and a folder");
            }
            Path location = folder.toRealPath().resolve(fileName);
            return new SlideVersion(
                    location.toUri().toString(), now.fingerprint(), withoutExtension(FileUris.fileName(location)));
        } catch (IOException e) {
            throw new SlideException(
                    RejectionReason.VANISHED, FileUris.text(file) + " cannot be found: " + e.getMessage(), e);
        }
    }

    /** The folder as it is now. Files that come or go meanwhile may be in it or not. */
    public Contents contents() throws IOException {
        FolderWalk walk = new FolderWalk(root);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        return walk.contents();
    }

    @Override
    public List<SlideVersion> list() throws IOException {
        return contents().slides();
    }

    @Override
    public Path fetch(SlideVersion slide) throws SlideException {
        return fetcher.fetch(slide);
    }

    static SlideVersion version(Path root, Path file, BasicFileAttributes attributes) {
        String folder = FileUris.text(root);
        String path = FileUris.text(file).substring(folder.endsWith("/") ? folder.length() : folder.length() + 1);
        return new SlideVersion(file.toUri().toString(), SlideFile.fingerprint(attributes), withoutExtension(path));
    }

    private static String withoutExtension(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
    }
}
