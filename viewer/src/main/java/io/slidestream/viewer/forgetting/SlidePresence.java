package io.slidestream.viewer.forgetting;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.SlideFetcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Tells whether slides are still where they were. What cannot be told for sure is unknown: a disk that is not there, a bucket that
 * does not answer.
 */
final class SlidePresence {
    private static final String FILES = "file:";

    private final SlideFetcher slides;

    /** Whether a slide is there. */
    enum Answer {
        THERE,
        GONE,
        UNKNOWN
    }

    SlidePresence(SlideFetcher slides) {
        this.slides = slides;
    }

    Answer of(SlideVersion slide) {
        if (slide.location().startsWith(FILES)) {
            return ofFile(slide.location());
        }
        try {
            var unused = slides.isKnownWhole(slide);
            return Answer.THERE;
        } catch (SlideException e) {
            if (e.reason() == RejectionReason.VANISHED) {
                return Answer.GONE;
            }
            boolean other = e.reason() == RejectionReason.CHANGED || e.reason() == RejectionReason.INCOMPLETE;
            return other ? Answer.THERE : Answer.UNKNOWN;
        }
    }

    /** A file is gone if a neighbour of it, or of a folder above it, shows that its disk is there: an empty mount point does not. */
    private static Answer ofFile(String location) {
        try {
            Path file = Path.of(URI.create(location));
            if (Files.exists(file)) {
                return Answer.THERE;
            }
            Path above = file.getParent();
            while (above != null && !Files.isDirectory(above)) {
                above = above.getParent();
            }
            if (above == null || above.getNameCount() == 0) {
                return Answer.UNKNOWN;
            }
            try (Stream<Path> neighbours = Files.list(above)) {
                return neighbours.findAny().isPresent() ? Answer.GONE : Answer.UNKNOWN;
            }
        } catch (IOException | RuntimeException e) {
            return Answer.UNKNOWN;
        }
    }
}
