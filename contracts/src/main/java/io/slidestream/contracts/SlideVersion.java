package io.slidestream.contracts;

import java.util.List;

/**
 * A slide as it was when it was seen; replaced bytes are another version.
 *
 * @param location absolute URI, {@code file:///bucket/S1.svs} or {@code s3://bucket/S1.svs}
 * @param fingerprint ETag of an object; size and modification time of a file
 * @param name path inside the bucket without its extension, {@code /} between folders; names the results folder
 */
public record SlideVersion(String location, String fingerprint, String name) {
    public SlideVersion {
        Checks.text("location", location, Limits.LOCATION);
        Checks.text("fingerprint", fingerprint, Limits.LOCATION);
        Checks.text("name", name, Limits.LOCATION);
        SeenNames.ofThisProcess().see(location);
    }

    /** Whether it is to be served before others: it lies in a folder named {@code urgent}, at any depth. */
    public boolean isUrgent() {
        int file = name.lastIndexOf('/');
        return file >= 0 && List.of(name.substring(0, file).split("/")).contains("urgent");
    }
}
