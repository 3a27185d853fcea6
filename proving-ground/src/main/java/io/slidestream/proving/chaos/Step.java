package io.slidestream.proving.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * A fault of a sequence.
 *
 * @param broker that it happens to, from 1, if to any
 * @param pause since the beginning of the step before
 * @param hold until it is healed
 */
record Step(Fault fault, int broker, Duration pause, Duration hold) {
    String label() {
        return fault.label() + (fault.target() == Fault.Target.BROKERS ? "-" + broker : "");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%4.1f s later %s for %.1f s", pause.toMillis() / 1e3, label(), hold.toMillis() / 1e3);
    }
}
