package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.MapId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The maps that cannot go on and why, for the health check. Logs each cause once. Safe for concurrent use. */
public final class Troubles {
    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    private final Map<String, String> causes = new TreeMap<>();

    /** @param bug where the stack trace tells more than the cause; else null */
    synchronized void report(MapId map, String cause, @Nullable Throwable bug) {
        if (!cause.equals(causes.put(map.hex(), cause))) {
            log.warn("map {}: {}", map, cause, bug);
        }
    }

    synchronized void clear(MapId map) {
        if (causes.remove(map.hex()) != null) {
            log.info("map {} has recovered", map);
        }
    }

    /** Forgets a map whose partition another instance has now, without logging a recovery. */
    synchronized void forget(MapId map) {
        causes.remove(map.hex());
    }

    public synchronized boolean none() {
        return causes.isEmpty();
    }

    public synchronized String describe() {
        return causes.entrySet().stream()
                .findFirst()
                .map(first -> (causes.size() == 1 ? "map " : causes.size() + " maps wait, the first ") + first.getKey()
                        + ": " + first.getValue())
                .orElse("none");
    }
}
