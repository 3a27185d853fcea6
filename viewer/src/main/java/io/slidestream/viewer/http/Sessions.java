package io.slidestream.viewer.http;

import io.slidestream.contracts.time.Ticks;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The browsers that have signed in, each known by a random number. A session ends by signing out, after twelve hours, with the
 * process, or when a thousand others began after it. Safe for concurrent use.
 */
final class Sessions {
    static final Duration LIFE = Duration.ofHours(12);
    private static final int MAX_SESSIONS = 1000;
    private static final int ID_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Ticks ticks;
    private final Map<String, Long> begun = new LinkedHashMap<>();

    Sessions(Ticks ticks) {
        this.ticks = ticks;
    }

    /** Begins one and gives its id. */
    synchronized String begin() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        begun.values().removeIf(this::isOver);
        if (begun.size() >= MAX_SESSIONS) {
            begun.remove(begun.keySet().iterator().next());
        }
        begun.put(id, ticks.nanos());
        return id;
    }

    synchronized boolean isOpen(String id) {
        Long since = begun.get(id);
        return since != null && !isOver(since);
    }

    synchronized void end(String id) {
        begun.remove(id);
    }

    private boolean isOver(long since) {
        return ticks.nanos() - since >= LIFE.toNanos();
    }
}
