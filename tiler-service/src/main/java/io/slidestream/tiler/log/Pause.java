package io.slidestream.tiler.log;

import java.time.Duration;

/** How time passes between two tries. */
@FunctionalInterface
public interface Pause {
    Pause ASLEEP = duration -> Thread.sleep(duration.toMillis());

    void pause(Duration duration) throws InterruptedException;
}
