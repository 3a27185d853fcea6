package io.slidestream.slides.s3;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.parts.SlideParts;
import io.slidestream.slides.parts.SlideSorter;
import io.slidestream.slides.parts.StoredFile;
import io.slidestream.slides.store.LocalSlide;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.slides.store.SlideStore;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A bucket, or a folder of one, and everything below it. A slide is told by its extension; a version of it by the ETags and
 * sizes of its objects. Safe for concurrent use.
 */
public final class S3SlideStore implements SlideStore {
    private final S3Objects objects;
    private final S3Location folder;
    private final SlideFetcher fetcher;
    private final SlideSorter sorter;

    /**
     * Sends nothing yet.
     *
     * @param place its key is taken for a folder
     */
    public S3SlideStore(S3Objects objects, S3Location place, SlideFetcher fetcher) {
        this.objects = objects;
        this.folder = place.asFolder();
        this.fetcher = fetcher;
        this.sorter = new SlideSorter((file, maxBytes) -> objects.head(folder.withKey(file.path()), file, maxBytes));
    }

    /** @throws BucketException if the bucket cannot be listed */
    public void check() throws BucketException {
        objects.check(folder);
    }

    /**
     * One object as a slide, named by the stem of its last name.
     *
     * @throws SlideException VANISHED if there is none, FAILED if that cannot be told
     */
    public static SlideVersion version(S3Objects objects, S3Location object) throws SlideException {
        try {
            SlideParts parts = new S3Parts(objects).of(object);
            String key = parts.main().path();
            return version(object, parts, key.substring(0, key.lastIndexOf('/') + 1));
        } catch (BucketException e) {
            RejectionReason reason =
                    e.kind() == BucketException.Kind.GONE ? RejectionReason.VANISHED : RejectionReason.FAILED;
            throw new SlideException(reason, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public Contents contents() throws BucketException {
        SlideSorter.Sorted sorted = sorter.sort(visible(objects.list(folder), folder.key()));
        List<SlideVersion> slides = sorted.slides().stream()
                .map(slide -> version(folder, slide, folder.key()))
                .sorted(Comparator.comparing(SlideVersion::location))
                .toList();
        return new Contents(slides, sorted.passedOver());
    }

    @Override
    public Path fetch(SlideVersion slide) throws SlideException {
        return fetcher.fetch(slide);
    }

    @Override
    public LocalSlide hold(SlideVersion slide) throws SlideException {
        return fetcher.hold(slide);
    }

    /** Filters out files that a dot hides, and the empty objects that stand for folders. */
    static List<StoredFile> visible(List<StoredFile> files, String folder) {
        return files.stream()
                .filter(file -> !file.path().endsWith("/"))
                .filter(file -> !("/" + file.path().substring(folder.length())).contains("/."))
                .toList();
    }

    private static SlideVersion version(S3Location place, SlideParts parts, String top) {
        return new SlideVersion(place.withKey(parts.main().path()).toString(), parts.fingerprint(), parts.name(top));
    }
}
