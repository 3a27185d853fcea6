package io.slidestream.slides;

import io.slidestream.contracts.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file at one moment. Equal size and time count as equal bytes. */
record SlideFile(Path path, long sizeBytes, long modifiedMillis) {
    /** @throws SlideException VANISHED, NOT_A_SLIDE for a folder or device, UNREADABLE if the system refuses */
    static SlideFile at(Path path) throws SlideException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new SlideException(
                    RejectionReason.VANISHED, FileUris.text(path) + " does not exist; check the path", e);
        } catch (IOException e) {
            throw new SlideException(
                    RejectionReason.UNREADABLE, FileUris.text(path) + " cannot be read: " + e.getMessage(), e);
        }
        if (attributes.isDirectory()) {
            throw new SlideException(
                    RejectionReason.NOT_A_SLIDE, FileUris.text(path) + " is a folder; give a slide file");
        }
        if (!attributes.isRegularFile()) {
            throw new SlideException(RejectionReason.NOT_A_SLIDE, FileUris.text(path) + " is not a regular file");
        }
        return new SlideFile(
                path, attributes.size(), attributes.lastModifiedTime().toMillis());
    }

    static String fingerprint(BasicFileAttributes attributes) {
        return attributes.size() + "-" + attributes.lastModifiedTime().toMillis();
    }

    String fingerprint() {
        return sizeBytes + "-" + modifiedMillis;
    }

    /** @throws SlideException CHANGED or VANISHED if the file is no longer as it was at this moment */
    void checkUnchanged() throws SlideException {
        if (!at(path).equals(this)) {
            throw new SlideException(
                    RejectionReason.CHANGED, FileUris.text(path) + " was replaced while it was being read");
        }
    }
}
