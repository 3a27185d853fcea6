package io.slidestream.tiler.shares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FairSharesTest {
    private static final int BLOCK = 64;

    private final FairShares<String> shares = new FairShares<>();
    private final Map<String, Long> left = new HashMap<>();
    private final List<String> done = new ArrayList<>();
    private final Map<String, Long> doneAt = new HashMap<>();
    private long work;

    @Test
    void smallSlideBehindALargeOne_waitsForNoMoreThanItsOwnShare() {
        add("ten million", 10_000_000);
        serve(1_000_000);
        add("ten thousand", 10_000);
        serveAll();
        assertThat(doneAt("ten thousand") - 1_000_000).isLessThanOrEqualTo(2 * 10_000 + BLOCK);
        assertThat(work).as("nobody idles").isEqualTo(10_010_000);
    }

    @Test
    void smallSlideBehindSeveralLargeOnes_waitsForNoMoreThanItsOwnShare() {
        for (int i = 0; i < 9; i++) {
            add("large " + i, 1_000_000);
        }
        serve(50_000);
        add("small", 10_000);
        serveAll();
        assertThat(doneAt("small") - 50_000).isLessThanOrEqualTo(10 * 10_000 + BLOCK);
    }

    @Test
    void equalSlides_areDoneInTheOrderInWhichTheyCame_oneAfterTheOther() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            names.add("S" + i);
            add("S" + i, 5_000);
            serve(i % 3 * 1_000L);
        }
        serveAll();
        assertThat(done).isEqualTo(names);
        assertThat(doneAt("S0")).as("served alone").isLessThanOrEqualTo(5_000 + BLOCK);
    }

    @Test
    void largeSlide_isDoneAlthoughSmallOnesNeverCease() {
        add("large", 100_000);
        for (int i = 0; !done.contains("large"); i++) {
            add("small " + i, 1_000);
            serve(2_000);
            assertThat(i).as("rounds of twice what small ones want").isLessThan(120);
        }
    }

    /** The promise in full, against the picture itself, served tile by tile with equal shares. */
    @Test
    void nobodyIsDoneLater_thanIfAllWereServedAtTheSameTime() {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            TreeMap<Long, Long> arrivals = new TreeMap<>();
            for (int i = 0; i < 40; i++) {
                arrivals.put((long) random.nextInt(60_000), 1L + (long) Math.exp(random.nextDouble() * 10));
            }
            List<Long> withEqualShares = equalShares(arrivals);
            FairSharesTest one = new FairSharesTest();
            int number = 0;
            for (Map.Entry<Long, Long> arrival : arrivals.entrySet()) {
                one.serveUntil(arrival.getKey());
                one.add("S" + number++, arrival.getValue());
            }
            one.serveAll();
            for (int i = 0; i < number; i++) {
                assertThat((double) one.doneAt("S" + i))
                        .as("slide %d of seed %d", i, seed)
                        .isLessThanOrEqualTo(withEqualShares.get(i) + 2.0 * BLOCK);
            }
        }
    }

    @Test
    void whoWithdraws_leavesItsShareToTheOthers() {
        add("large", 1_000_000);
        add("called off", 500_000);
        serve(100_000);
        shares.withdraw("called off");
        left.remove("called off");
        assertThat(shares.contains("called off")).isFalse();
        assertThat(shares.next()).contains("large");
        add("called off", 10);
        serve(BLOCK);
        assertThat(done).containsExactly("called off");
    }

    @Test
    void misuse_isTold() {
        shares.add("S1", 1);
        assertThatThrownBy(() -> shares.add("S1", 1)).hasMessage("S1 is in hand already");
        assertThatThrownBy(() -> shares.add("S2", 0)).hasMessage("wanted must be at least 1, was 0");
    }

    private long doneAt(String who) {
        assertThat(done).contains(who);
        return doneAt.getOrDefault(who, 0L);
    }

    private void add(String who, long wanted) {
        shares.add(who, wanted);
        left.put(who, wanted);
    }

    private void serveUntil(long time) {
        while (work < time && !shares.isEmpty()) {
            serveOne();
        }
        work = Math.max(work, time);
    }

    private void serve(long tiles) {
        long end = work + tiles;
        while (work < end && !shares.isEmpty()) {
            serveOne();
        }
    }

    private void serveAll() {
        while (!shares.isEmpty()) {
            serveOne();
        }
    }

    private void serveOne() {
        String who = shares.next().orElseThrow();
        long tiles = Math.min(BLOCK, left.getOrDefault(who, 0L));
        work += tiles;
        shares.served(tiles);
        if (left.merge(who, -tiles, Long::sum) == 0) {
            shares.done(who);
            done.add(who);
            doneAt.put(who, work);
        }
    }

    /** When each would be done. */
    private static List<Long> equalShares(Map<Long, Long> arrivals) {
        List<double[]> slides = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        List<Map.Entry<Long, Long>> coming = new ArrayList<>(arrivals.entrySet());
        double now = 0;
        int unserved = 0;
        while (unserved > 0 || slides.size() < coming.size()) {
            double next =
                    slides.size() < coming.size() ? coming.get(slides.size()).getKey() : Double.MAX_VALUE;
            double least = slides.stream()
                    .mapToDouble(slide -> slide[0])
                    .filter(wanted -> wanted > 1e-6)
                    .min()
                    .orElse(Double.MAX_VALUE);
            double step = unserved == 0 ? next - now : Math.min(next - now, least * unserved);
            for (int i = 0; i < slides.size() && unserved > 0; i++) {
                if (slides.get(i)[0] > 1e-6) {
                    slides.get(i)[0] -= step / unserved;
                    if (slides.get(i)[0] <= 1e-6) {
                        ends.set(i, (long) Math.ceil(now + step));
                    }
                }
            }
            now += step;
            if (now >= next) {
                slides.add(new double[] {coming.get(slides.size()).getValue()});
                ends.add(0L);
            }
            unserved = (int) slides.stream().filter(slide -> slide[0] > 1e-6).count();
        }
        return ends;
    }
}
