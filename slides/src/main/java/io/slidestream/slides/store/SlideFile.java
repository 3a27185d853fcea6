package io.slidestream.slides.store;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file at one moment. Equal size and time count as equal bytes.
 *
 * @param folderKey what the system knew its folder by, null where it tells nothing
 */
public record SlideFile(
        Path path,
        long sizeBytes,
        long modifiedMillis,
        @Nullable Object folderKey) {
    /** @throws SlideException VANISHED, NOT_A_SLIDE for a folder or device, FAILED if the system does not say */
    public static SlideFile at(Path path) throws SlideException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            throw missing(path, e);
        }
        if (attributes.isDirectory()) {
            throw new SlideException(
                    RejectionReason.NOT_A_SLIDE, FileUris.text(path) + " is a folder; give a slide file");
        }
        if (!attributes.isRegularFile()) {
            throw new SlideException(RejectionReason.NOT_A_SLIDE, FileUris.text(path) + " is not a regular file");
        }
        return new SlideFile(
                path,
                attributes.size(),
                attributes.lastModifiedTime().toMillis(),
                SeenFolders.key(path.toAbsolutePath().getParent()));
    }

    static String fingerprint(BasicFileAttributes attributes) {
        return attributes.size() + "-" + attributes.lastModifiedTime().toMillis();
    }

    String fingerprint() {
        return sizeBytes + "-" + modifiedMillis;
    }

    /**
     * One that was there before.
     *
     * @param seen where files were found; learns where this one is
     * @throws SlideException as {@link #at}; FAILED, not VANISHED, if all that was near it is missing too
     */
    static SlideFile again(Path path, SeenFolders seen) throws SlideException {
        try {
            SlideFile file = at(path);
            seen.found(file);
            return file;
        } catch (SlideException e) {
            throw e.reason() == RejectionReason.VANISHED && seen.isAway(path) ? away(path, e) : e;
        }
    }

    private static SlideException away(Path path, SlideException cause) {
        return new SlideException(
                RejectionReason.FAILED,
                FileUris.text(path) + " cannot be reached: nothing is in its folder; is the share mounted?",
                cause);
    }

    /** Translates the failure to examine or open a file. FAILED is transient and may be tried again. */
    static SlideException missing(Path path, IOException e) {
        String file = FileUris.text(path);
        if (e instanceof NoSuchFileException) {
            return new SlideException(RejectionReason.VANISHED, file + " does not exist; check the path", e);
        }
        if (e instanceof AccessDeniedException) {
            return new SlideException(
                    RejectionReason.FAILED, file + " may not be read by this service; give its user the right to", e);
        }
        return new SlideException(RejectionReason.FAILED, file + " cannot be reached: " + e.getMessage(), e);
    }

    /** @throws SlideException CHANGED, VANISHED or FAILED if the file is no longer as it was at this moment */
    public void checkUnchanged() throws SlideException {
        SlideFile now;
        try {
            now = at(path);
        } catch (SlideException e) {
            boolean away = e.reason() == RejectionReason.VANISHED && SeenFolders.isAway(path, folderKey);
            throw away ? away(path, e) : e;
        }
        if (!now.fingerprint().equals(fingerprint())) {
            throw new SlideException(
                    RejectionReason.CHANGED, FileUris.text(path) + " was replaced while it was being read");
        }
    }

    /**
     * The same, and opens it: a share's server is asked then at the latest.
     *
     * @throws SlideException CHANGED, VANISHED or FAILED if its bytes cannot be had
     */
    public void checkReachable() throws SlideException {
        checkUnchanged();
        try {
            FileChannel.open(path, StandardOpenOption.READ).close();
        } catch (IOException e) {
            throw missing(path, e);
        }
    }
}
