package io.slidestream.slides;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import java.net.URI;
import java.nio.file.Path;

/** Slides at {@code file:} locations, on a disk that every service sees at the same path. */
public final class LocalSlideFetcher implements SlideFetcher {
    @Override
    public Path fetch(SlideVersion slide) throws SlideException {
        Path file = path(slide.location());
        LocalParts parts = LocalParts.of(SlideFile.at(file).path());
        if (!parts.fingerprint().equals(slide.fingerprint())) {
            throw new SlideException(
                    RejectionReason.CHANGED,
                    slide.location() + " has changed since it was seen: " + parts.fingerprint() + " instead of "
                            + slide.fingerprint());
        }
        SlideNames.checkWhole(FileUris.text(file), parts.missing());
        return file;
    }

    private static Path path(String location) throws SlideException {
        try {
            URI uri = URI.create(location);
            if ("file".equalsIgnoreCase(uri.getScheme())) {
                return Path.of(uri);
            }
        } catch (IllegalArgumentException e) {
            throw new SlideException(
                    RejectionReason.FAILED, "not a location of a file: " + location + ": " + e.getMessage(), e);
        }
        throw new SlideException(
                RejectionReason.FAILED,
                location + " cannot be read here: this service reads only file: locations; check its slide store");
    }
}
