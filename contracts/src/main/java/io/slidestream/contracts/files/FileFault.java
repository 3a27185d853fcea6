package io.slidestream.contracts.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What goes wrong with files, for people: Java's own messages of the usual faults are the path alone. */
public final class FileFault {
    private FileFault() {}

    /** A clause without a full stop. */
    public static String words(IOException fault) {
        if (!(fault instanceof FileSystemException fileFault)) {
            String said = fault.getMessage();
            return said != null ? said : fault instanceof EOFException ? "it ends too early" : fault.toString();
        }
        String file = fileFault.getFile() == null ? "a file" : fileFault.getFile();
        if (fault instanceof NoSuchFileException) {
            return file + " is not there";
        }
        if (fault instanceof AccessDeniedException) {
            return file + " is closed to this user";
        }
        if (fault instanceof FileAlreadyExistsException) {
            return file + " is there already, and no folder";
        }
        if (fault instanceof NotDirectoryException) {
            return file + " is no folder";
        }
        if (fault instanceof DirectoryNotEmptyException) {
            return file + " is not empty";
        }
        if (fault instanceof FileSystemLoopException) {
            return file + " is a link that leads back to itself";
        }
        return fileFault.getReason() == null ? file + " cannot be used" : String.valueOf(fileFault.getMessage());
    }
}
