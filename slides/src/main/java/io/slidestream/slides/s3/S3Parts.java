package io.slidestream.slides.s3;

import io.slidestream.slides.parts.SlideFormat;
import io.slidestream.slides.parts.SlideParts;
import io.slidestream.slides.parts.SlideSorter;
import io.slidestream.slides.parts.StoredFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects of one slide as they are now: one request for formats of one file, a few for others. */
final class S3Parts {
    private static final int SORTERS = 64;

    private final S3Objects objects;
    /** Each keeps what it read of its slide's index. */
    private final Map<S3Location, SlideSorter> sorters = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<S3Location, SlideSorter> eldest) {
            return size() > SORTERS;
        }
    };

    S3Parts(S3Objects objects) {
        this.objects = objects;
    }

    /** @throws BucketException GONE if the object is not there */
    SlideParts of(S3Location object) throws BucketException {
        String key = object.key();
        String folder = key.substring(0, key.lastIndexOf('/') + 1);
        SlideFormat format = SlideFormat.of(key.substring(folder.length())).orElse(SlideFormat.ONE_FILE);
        if (format == SlideFormat.ONE_FILE) {
            return SlideParts.ofOne(objects.find(object));
        }
        List<StoredFile> near = new ArrayList<>();
        if (format == SlideFormat.MIRAX) {
            near.add(objects.find(object));
            near.addAll(objects.list(object.withKey(key.substring(0, key.lastIndexOf('.')) + "/")));
        } else {
            near.addAll(objects.listFolder(object.withKey(folder)));
        }
        List<StoredFile> shown = S3SlideStore.visible(near, folder);
        if (shown.stream().noneMatch(file -> file.path().equals(key))) {
            throw new BucketException(BucketException.Kind.GONE, object + " does not exist");
        }
        return sorter(object)
                .sort(shown)
                .slideOf(key)
                .orElseThrow(() ->
                        new BucketException(BucketException.Kind.PASSING, object + " or its index cannot be read now"));
    }

    private SlideSorter sorter(S3Location object) {
        synchronized (sorters) {
            return sorters.computeIfAbsent(
                    object,
                    o -> new SlideSorter((file, maxBytes) -> objects.head(o.withKey(file.path()), file, maxBytes)));
        }
    }
}
