package io.slidestream.slides.s3;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.LocalSlide;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.slides.store.SlideSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slides wherever they lie, in folders of this host or in S3. Nothing of S3 is set up before the first such slide, so who has
 * none needs no credentials and no cache.
 */
public final class SlideFetchers implements SlideFetcher, AutoCloseable {
    private final S3Settings settings;
    private final S3Metrics metrics;
    private final LocalSlideFetcher files = new LocalSlideFetcher();
    private @Nullable S3Objects objects;
    private @Nullable S3SlideFetcher s3;
    private boolean closed;
    private volatile SlideRoots roots = SlideRoots.ALL;

    public SlideFetchers(S3Settings settings, MeterRegistry registry) {
        this.settings = settings;
        this.metrics = new S3Metrics(registry);
    }

    /** Restricts fetching to these roots from now on. */
    public void restrictTo(SlideRoots only) {
        roots = only;
    }

    /** Folder of downloads, created with the first one. */
    public Path cacheFolder() {
        return settings.cache().folder();
    }

    /**
     * Objects to be written.
     *
     * @throws BucketException LASTING if no region is known
     */
    public S3Objects bucket() throws BucketException {
        return objects();
    }

    /**
     * A store of slides in a bucket, which fetches through this.
     *
     * @throws BucketException LASTING if no region is known
     */
    public S3SlideStore store(S3Location place) throws BucketException {
        return new S3SlideStore(objects(), place, this);
    }

    /**
     * One object as a slide.
     *
     * @throws SlideException VANISHED if there is none, FAILED if that cannot be told
     */
    public SlideVersion version(S3Location object) throws SlideException {
        try {
            return S3SlideStore.version(objects(), object);
        } catch (BucketException e) {
            throw new SlideException(RejectionReason.FAILED, e.toString(), e);
        }
    }

    @Override
    public Path fetch(SlideVersion slide) throws SlideException {
        return at(slide).fetch(slide);
    }

    @Override
    public LocalSlide hold(SlideVersion slide) throws SlideException {
        return at(slide).hold(slide);
    }

    @Override
    public SlideSource source(SlideVersion slide) throws SlideException {
        return at(slide).source(slide);
    }

    @Override
    public void check(SlideVersion slide) throws SlideException {
        at(slide).check(slide);
    }

    @Override
    public boolean isKnownWhole(SlideVersion slide) throws SlideException {
        return at(slide).isKnownWhole(slide);
    }

    /** Reason why slides cannot be fetched at the moment, for a health report. */
    public synchronized Optional<String> trouble() {
        return files.trouble().or(() -> s3 == null ? Optional.empty() : s3.trouble());
    }

    /** Ends downloads and waiting; what is in the cache can still be read. */
    @Override
    public synchronized void close() {
        closed = true;
        files.close();
        if (s3 != null) {
            s3.close();
        }
    }

    private SlideFetcher at(SlideVersion slide) throws SlideException {
        roots.check(slide);
        return S3Location.isOne(slide.location()) ? s3() : files;
    }

    private synchronized S3SlideFetcher s3() throws SlideException {
        if (s3 == null) {
            if (closed) {
                throw new SlideException(RejectionReason.FAILED, "no more is downloaded: the service is closing");
            }
            try {
                S3Objects opened = objects();
                CacheSettings kept = settings.cache();
                SlideCache cache = SlideCache.in(kept.folder(), kept.maxBytes(), metrics);
                s3 = new S3SlideFetcher(opened, cache, kept.connections(), settings.reading(), metrics);
            } catch (BucketException e) {
                throw new SlideException(RejectionReason.FAILED, e.toString(), e);
            } catch (IOException e) {
                throw new SlideException(
                        RejectionReason.FAILED,
                        "the cache " + settings.cache().folder() + " cannot be used (" + FileFault.words(e)
                                + "); set s3.cache.folder to a folder that this user can write to",
                        e);
            }
        }
        return s3;
    }

    private synchronized S3Objects objects() throws BucketException {
        S3Objects opened = objects;
        if (opened == null) {
            opened = S3Objects.of(settings.access(), metrics);
            objects = opened;
        }
        return opened;
    }
}
