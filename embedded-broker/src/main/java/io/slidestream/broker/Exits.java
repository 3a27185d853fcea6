package io.slidestream.broker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.internals.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps Kafka from ending the JVM it was invited into. Its exit procedures are global, and so is this. */
final class Exits {
    private static final Logger log = LoggerFactory.getLogger(Exits.class);
    private static final AtomicReference<@Nullable String> FAULT = new AtomicReference<>();

    private Exits() {}

    static void disarm() {
        FAULT.set(null);
        Exit.setExitProcedure(Exits::refuse);
        Exit.setHaltProcedure(Exits::refuse);
    }

    static Optional<String> fault() {
        return Optional.ofNullable(FAULT.get());
    }

    private static void refuse(int status, @Nullable String message) {
        String fault = "the embedded broker met a fault it cannot survive" + (message == null ? "" : ": " + message);
        if (FAULT.compareAndSet(null, fault)) {
            log.error("{}", fault);
        }
        throw new IllegalStateException(fault);
    }
}
