package io.slidestream.viewer.http;

import io.slidestream.contracts.time.Ticks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Five wrong tokens are free, since people mistype. Then each wrong one doubles the wait, to a minute; whoever asks meanwhile is not
 * heard, right or wrong. That leaves an address some 1,500 guesses a day. The table is bounded: where more addresses than it holds are
 * guessing, those not in it wait as one.
 */
/** Slows whoever guesses the token, address by address. Safe for concurrent use. */
final class TokenGuesses {
    private static final int FREE = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
    private static final String ALL_OTHERS = "other addresses";
    private static final Logger log = LoggerFactory.getLogger(TokenGuesses.class);

    private final Ticks ticks;
    private final int maxAddresses;
    private final Map<String, Wrong> wrong = new LinkedHashMap<>();

    /** Wrong tokens in a row, and when the last one came. */
    private record Wrong(int count, long lastNanos) {
        Duration pause() {
            if (count < FREE) {
                return Duration.ZERO;
            }
            Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(count - FREE, 10));
            return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        }
    }

    /** @param maxAddresses kept apart */
    TokenGuesses(Ticks ticks, int maxAddresses) {
        this.ticks = ticks;
        this.maxAddresses = maxAddresses;
    }

    /**
     * Whether the token is right.
     *
     * @throws Problem if the address has to wait before it is heard again
     */
    synchronized boolean isRight(String address, BooleanSupplier test) throws Problem {
        String key = key(address);
        long now = ticks.nanos();
        Wrong before = wrong.getOrDefault(key, new Wrong(0, now));
        long waitNanos = before.pause().toNanos() - (now - before.lastNanos());
        if (waitNanos > 0) {
            long seconds = Duration.ofNanos(waitNanos).toSeconds() + 1;
            throw Problem.tooManyRequests(
                    "too many wrong tokens came from here; try again in " + seconds + " s", seconds);
        }
        if (test.getAsBoolean()) {
            wrong.remove(key);
            return true;
        }
        Wrong after = new Wrong(before.count() + 1, now);
        wrong.remove(key);
        wrong.put(key, after);
        log.warn(
                "a wrong token from {}, {} in a row; the next one is heard in {} s",
                key,
                after.count(),
                after.pause().toSeconds());
        return false;
    }

    private String key(String address) {
        if (wrong.containsKey(address)) {
            return address;
        }
        if (wrong.size() >= maxAddresses) {
            long now = ticks.nanos();
            wrong.values().removeIf(one -> now - one.lastNanos() > FORGOTTEN_AFTER.toNanos());
        }
        return wrong.size() < maxAddresses ? address : ALL_OTHERS;
    }
}
