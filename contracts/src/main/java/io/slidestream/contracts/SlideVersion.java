package io.slidestream.contracts;

/**
 * A slide as it was when it was seen; replaced bytes are another version.
 *
 * @param location absolute URI, {@code file:///bucket/S1.svs} or {@code s3://bucket/S1.svs}
 * @param fingerprint ETag of an object; size and modification time of a file
 * @param name path inside the bucket without its extension, {@code /} between folders; names the results folder
 */
public record SlideVersion(String location, String fingerprint, String name) {
    public SlideVersion {
        Checks.notBlank("location", location);
        Checks.notBlank("fingerprint", fingerprint);
        Checks.notBlank("name", name);
    }
}
