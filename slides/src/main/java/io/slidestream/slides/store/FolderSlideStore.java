package io.slidestream.slides.store;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.parts.SlideSorter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder and everything below it as a bucket. A slide is told by its extension; whether its bytes are one, opening
 * shows. Links are followed, each folder once on a path. Safe for concurrent use.
 */
public final class FolderSlideStore implements SlideStore {
    private final Path root;
    /** File key of the root, when it last held files. */
    private volatile @Nullable Object rootKey;

    private final SlideFetcher fetcher;
    private final SlideSorter sorter;

    /** @throws IOException if there is no such folder */
    public FolderSlideStore(Path root) throws IOException {
        this(root, new LocalSlideFetcher());
    }

    /**
     * @param fetcher through which slides are had; where others fetch through it too, they know what one has seen
     * @throws IOException if there is no such folder
     */
    public FolderSlideStore(Path root, SlideFetcher fetcher) throws IOException {
        this.fetcher = fetcher;
        this.root = root.toRealPath();
        if (!Files.isDirectory(this.root)) {
            throw new NotDirectoryException(FileUris.text(root));
        }
        sorter = new SlideSorter(new LocalHeads(this.root));
    }

    /**
     * The slide in one file, or that the file is a part of. Its location is the one under which a store of the file's folder lists
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
            LocalParts parts = LocalParts.of(folder.toRealPath().resolve(fileName), new LocalParts.Sorters());
            Path location = parts.main();
            return new SlideVersion(location.toUri().toString(), parts.fingerprint(), parts.name());
        } catch (IOException e) {
            throw new SlideException(
                    RejectionReason.VANISHED, FileUris.text(file) + " cannot be found: " + FileFault.words(e), e);
        }
    }

    @Override
    public String location() {
        return root.toUri().toString();
    }

    @Override
    public Contents contents() throws IOException {
        FolderWalk walk = FolderWalk.through(root);
        checkMounted(walk);
        SlideSorter.Sorted sorted = sorter.sort(walk.files());
        List<SlideVersion> slides = sorted.slides().stream()
                .map(slide -> new SlideVersion(
                        walk.location(slide.main()), slide.fingerprint(), slide.name("", FileUris.fileName(root))))
                .sorted(Comparator.comparing(SlideVersion::location))
                .toList();
        return new Contents(slides, sorted.passedOver().and(walk.strangeFiles()));
    }

    /** A share that is not mounted looks like an empty folder, though not like the one that its files were in. */
    private void checkMounted(FolderWalk walk) throws IOException {
        Object key = SeenFolders.key(root);
        if (!walk.files().isEmpty()) {
            rootKey = key;
        } else if (rootKey != null && !Objects.equals(rootKey, key)) {
            throw new IOException(
                    FileUris.text(root) + " is empty and not the folder that it was; is the share mounted?");
        }
    }

    @Override
    public Path fetch(SlideVersion slide) throws SlideException {
        return fetcher.fetch(slide);
    }
}
