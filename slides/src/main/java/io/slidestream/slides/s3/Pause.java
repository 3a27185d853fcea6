package io.slidestream.slides.s3;

/** Lets time go by. */
@FunctionalInterface
interface Pause {
    void of(long millis) throws InterruptedException;
}
