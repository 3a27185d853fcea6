package io.slidestream.slides.s3;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.slides.parts.SlideParts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks whether slides are still there unchanged, and remembers for a moment that they were. */
final class LastLooks {
    static final Duration GOOD_FOR = Duration.ofSeconds(10);

    private static final int SLIDES = 256;

    private final S3Parts parts;
    private final Ticks ticks;
    private final Map<SlideVersion, Look> looks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SlideVersion, Look> eldest) {
            return size() > SLIDES;
        }
    };

    private record Look(long nanos, SlideParts parts) {}

    LastLooks(S3Parts parts, Ticks ticks) {
        this.parts = parts;
        this.ticks = ticks;
    }

    /**
     * The objects of exactly this version; what was seen a moment ago will do.
     *
     * @throws BucketException GONE or REPLACED if it is not there any more
     */
    SlideParts recent(SlideVersion slide, S3Location object) throws BucketException {
        Look last = last(slide);
        return last != null && ticks.since(last.nanos).compareTo(GOOD_FOR) < 0 ? last.parts : now(slide, object);
    }

    /**
     * The objects of exactly this version, as they are now.
     *
     * @throws BucketException GONE or REPLACED if it is not there any more
     */
    SlideParts now(SlideVersion slide, S3Location object) throws BucketException {
        long now = ticks.nanos();
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
