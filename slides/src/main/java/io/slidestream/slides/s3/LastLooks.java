package io.slidestream.slides.s3;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.parts.SlideParts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks whether slides are still there unchanged, and remembers for a moment that they were. */
final class LastLooks {
    static final Duration GOOD_FOR = Duration.ofSeconds(10);

    private static final int SLIDES = 256;

    private final S3Parts parts;
    private final LongSupplier nanoTime;
    private final Map<SlideVersion, Look> looks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SlideVersion, Look> eldest) {
            return size() > SLIDES;
        }
    };

    private record Look(long nanos, SlideParts parts) {}

    LastLooks(S3Parts parts, LongSupplier nanoTime) {
        this.parts = parts;
        this.nanoTime = nanoTime;
    }

    /**
     * The objects of exactly this version.
     *
     * @param remembered whether what was seen a moment ago will do
     * @throws BucketException GONE or REPLACED if it is not there any more
     */
    SlideParts at(SlideVersion slide, S3Location object, boolean remembered) throws BucketException {
        long now = nanoTime.getAsLong();
        Look last = last(slide);
        if (remembered && last != null && now - last.nanos < GOOD_FOR.toNanos()) {
            return last.parts;
        }
        SlideParts current = parts.of(object);
        if (!current.fingerprint().equals(slide.fingerprint())) {
            throw new BucketException(BucketException.Kind.REPLACED, object + " was replaced");
        }
        synchronized (looks) {
            looks.put(slide, new Look(now, current));
        }
        return current;
    }

    void forget(SlideVersion slide) {
        synchronized (looks) {
            looks.remove(slide);
        }
    }

    private @Nullable Look last(SlideVersion slide) {
        synchronized (looks) {
            return looks.get(slide);
        }
    }
}
