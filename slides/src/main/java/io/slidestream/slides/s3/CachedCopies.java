package io.slidestream.slides.s3;

import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The copies of slides in a folder of downloads, whoever made them. */
public final class CachedCopies {
    private CachedCopies() {}

    /** Whether there is anything of a slide, whole or in pieces. */
    public static boolean has(Path cache, SlideVersion slide) {
        return Files.isDirectory(cache.resolve(S3SlideFetcher.cacheId(slide)))
                || Files.isDirectory(cache.resolve(S3SlideFetcher.piecesId(slide)));
    }

    /** Removes what there is of a slide, whole or in pieces. Whether there was any; who reads it goes on with what is open. */
    public static boolean remove(Path cache, SlideVersion slide) throws IOException {
        boolean whole = remove(cache, S3SlideFetcher.cacheId(slide));
        boolean pieces = remove(cache, S3SlideFetcher.piecesId(slide));
        return whole || pieces;
    }

    private static boolean remove(Path cache, String id) throws IOException {
        Path copy = cache.resolve(id);
        if (!Files.isDirectory(copy)) {
            return false;
        }
        Path gone = cache.resolve(id + SlideCache.GONE);
        FolderTree.delete(gone);
        Files.move(copy, gone, StandardCopyOption.ATOMIC_MOVE);
        FolderTree.delete(gone);
        return true;
    }
}
