package io.slidestream.slides.s3;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folders and buckets whose slides a service opens. Messages name slides by address, and whoever may write to Kafka could
 * else have any file shown that the service can read. None named means all.
 */
public final class SlideRoots {
    public static final SlideRoots ALL = new SlideRoots(List.of(), List.of());

    private static final int SHOWN = 3;

    private final List<String> names;
    private final List<Address> roots;

    private SlideRoots(Collection<String> names, List<Address> roots) {
        this.names = List.copyOf(names);
        this.roots = roots;
    }

    /** Either of both. */
    private record Address(@Nullable Path path, @Nullable S3Location object) {
        boolean covers(Address other) {
            if (path != null && other.path != null) {
                return other.path.startsWith(path);
            }
            return object != null
                    && other.object != null
                    && object.bucket().equals(other.object.bucket())
                    && (other.object.key().equals(object.key())
                            || other.object.key().startsWith(object.asFolder().key()));
        }
    }

    /**
     * Reads places; what lies in one of them is covered, and so is the place itself.
     *
     * @param places folders or files, as paths or {@code file:} URIs, and {@code s3://BUCKET/FOLDER}
     * @throws IllegalArgumentException if one is none
     */
    public static SlideRoots of(Collection<String> places) {
        List<Address> roots = new ArrayList<>();
        for (String place : places) {
            Address root = address(place);
            roots.add(root);
            if (root.path != null) {
                try {
                    roots.add(new Address(root.path.toRealPath(), null)); // slides are named by it
                } catch (IOException notMountedYet) {
                    // Its name must do.
                }
            }
        }
        return new SlideRoots(places, roots);
    }

    /** @throws SlideException NOT_ALLOWED if the slide lies in none of them */
    void check(SlideVersion slide) throws SlideException {
        if (!cover(slide.location())) {
            throw new SlideException(
                    RejectionReason.NOT_ALLOWED,
                    slide.location() + " lies outside "
                            + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                            + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " other places" : "")
                            + ", and nothing else may be read here");
        }
    }

    boolean cover(String location) {
        if (roots.isEmpty()) {
            return true;
        }
        try {
            Address address = address(location);
            return roots.stream().anyMatch(root -> root.covers(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Address address(String text) {
        String place = text.strip();
        if (place.isEmpty()) {
            throw new IllegalArgumentException("names no folder or bucket");
        }
        if (S3Location.isOne(place)) {
            return new Address(null, S3Location.parse(place));
        }
        try {
            Path path = place.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place);
            return new Address(path.toAbsolutePath().normalize(), null);
        } catch (FileSystemNotFoundException | SecurityException e) {
            throw new IllegalArgumentException(place + " is no folder of this host", e);
        }
    }
}
