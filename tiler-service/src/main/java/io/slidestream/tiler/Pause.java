package io.slidestream.tiler;

import java.time.Duration;

/** How time passes between two tries. */
@FunctionalInterface
interface Pause {
    Pause ASLEEP = duration -> Thread.sleep(duration.toMillis());

    void pause(Duration duration) throws InterruptedException;
}
