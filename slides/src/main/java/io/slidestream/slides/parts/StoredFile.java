package io.slidestream.slides.parts;

/**
 * A file of a bucket at one moment.
 *
 * @param path inside the bucket, {@code /} between folders
 * @param stamp another one when its bytes are others
 */
public record StoredFile(String path, long sizeBytes, String stamp) {
    public StoredFile {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("sizeBytes must not be negative, was " + sizeBytes + " of " + path);
        }
    }

    /** The folder with its closing slash; empty at the top. */
    String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** The last name of the path. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
