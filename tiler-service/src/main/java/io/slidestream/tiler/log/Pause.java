package io.slidestream.tiler.log;

import java.time.Duration;

/** Waiting between two tries; tests replace it. */
@FunctionalInterface
public interface Pause {
    Pause ASLEEP = duration -> Thread.sleep(duration.toMillis());

    void pause(Duration duration) throws InterruptedException;
}
