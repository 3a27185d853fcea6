package io.slidestream.tiler.shares;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/*
 * The Fair Sojourn Protocol (Friedman and Henderson, Fairness and efficiency in web server protocols, SIGMETRICS 2003). Imagine
 * that all who are in hand were served at the same time, each with an equal share. Who would be done first in that picture is
 * served first, and alone. So nobody is done later than with an equal share, nearly all are done earlier, and of those that
 * want the same, who came first is done first.
 *
 * The picture needs no clock but the work done: while n are in it, work w moves each of them forward by w/n. All have moved
 * equally far since they came, so one number says how far, and each is done when that has grown by what it wants.
 */
/**
 * Order of service. What is wanted and what was done are counted in one unit, tiles here. Not for concurrent use.
 *
 * @param <K> names who is served
 */
public final class FairShares<K> {
    /** Rounding of a sum of some millions of quotients. */
    private static final double ROUNDING = 1e-3;

    private final Map<K, Claim<K>> claims = new HashMap<>();
    /** Those in hand. */
    private final TreeSet<Claim<K>> waiting = new TreeSet<>(order());
    /** Those that would not be done yet if all were served at the same time. */
    private final TreeSet<Claim<K>> imagined = new TreeSet<>(order());

    private double progress;
    private long arrivals;

    private record Claim<K>(K who, double doneAt, long number) {}

    private static <K> Comparator<Claim<K>> order() {
        return Comparator.<Claim<K>>comparingDouble(Claim::doneAt).thenComparingLong(Claim::number);
    }

    /** @param wanted at least 1 */
    public void add(K who, long wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("wanted must be at least 1, was " + wanted);
        }
        Claim<K> claim = new Claim<>(who, progress + wanted, arrivals++);
        if (claims.putIfAbsent(who, claim) != null) {
            throw new IllegalStateException(who + " is in hand already");
        }
        waiting.add(claim);
        imagined.add(claim);
    }

    /** Whose turn it is. */
    public Optional<K> next() {
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(waiting.first().who());
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    public boolean contains(K who) {
        return claims.containsKey(who);
    }

    /** Counts work that was done, for whomever. */
    public void served(long work) {
        double left = work;
        while (left > 0 && !imagined.isEmpty()) {
            Claim<K> first = imagined.first();
            double step = Math.min(left / imagined.size(), Math.max(0, first.doneAt() - progress));
            left -= step * imagined.size();
            progress += step;
            if (progress >= first.doneAt() - ROUNDING) {
                imagined.remove(first);
            }
        }
    }

    /** Takes out one that has got all it wanted; in the picture it stays until it would have. */
    public void done(K who) {
        Claim<K> claim = claims.remove(who);
        if (claim != null) {
            waiting.remove(claim);
        }
        if (waiting.isEmpty()) {
            imagined.clear();
        }
    }

    /** Takes out one that wants nothing any more; the others' shares grow. */
    public void withdraw(K who) {
        Claim<K> claim = claims.get(who);
        if (claim != null) {
            imagined.remove(claim);
            done(who);
        }
    }
}
