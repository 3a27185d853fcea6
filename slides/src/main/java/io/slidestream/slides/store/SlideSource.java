package io.slidestream.slides.store;

/** A slide that readers can open, which stays until this is closed. Close it once, from any thread. */
public sealed interface SlideSource extends AutoCloseable permits LocalSlide, DistantSlide {
    @Override
    void close();
}
