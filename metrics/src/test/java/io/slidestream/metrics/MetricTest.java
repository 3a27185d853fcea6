package io.slidestream.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Metric slides = Metric.counter("slidestream.test.slides", "Slides.")
            .tag(MetricTag.of("state", "seen", "mapped"))
            .tag(MetricTag.of("lane", "urgent"));

    @Test
    void countersBegin_withEveryCombinationAtZero() {
        slides.begunIn(registry);
        assertThat(registry.find("slidestream.test.slides").counters()).hasSize(2);
        assertThat(registry.get("slidestream.test.slides")
                        .tags("state", "mapped", "lane", "urgent")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void theSameValues_giveTheSameCounter() {
        slides.counterIn(registry, "seen", "urgent").increment();
        assertThat(slides.counterIn(registry, "seen", "urgent").count()).isEqualTo(1);
    }

    @Test
    void countThatNobodyElseKeeps_isNotForgotten() {
        AtomicLong seen = new AtomicLong(7);
        WeakReference<Object> gone = counted(seen);
        while (gone.get() != null) {
            System.gc();
        }
        assertThat(registry.get("slidestream.test.slides").functionCounter().count())
                .isEqualTo(7);
    }

    /** @return something that the collector takes when it would take the count, too */
    private WeakReference<Object> counted(AtomicLong seen) {
        slides.counterIn(registry, () -> seen.get(), "seen", "urgent");
        return new WeakReference<>(new Object());
    }

    @Test
    void whatWasNotDescribed_cannotBeCounted() {
        assertThatThrownBy(() -> slides.counterIn(registry, "lost", "urgent"))
                .hasMessage("tag state is one of [seen, mapped], was lost");
        assertThatThrownBy(() -> slides.counterIn(registry, "seen"))
                .hasMessage("slidestream.test.slides has the tags [state, lane], not so many values: [seen]");
        assertThatThrownBy(() -> slides.timerIn(registry, "seen", "urgent"))
                .hasMessage("slidestream.test.slides is a COUNTER, not a TIMER");
    }

    @Test
    void names_areWordsUnderOnePrefix() {
        assertThatThrownBy(() -> Metric.gauge("tiles", "Tiles."))
                .hasMessageContaining("slidestream and words in lower case, with dots between, was tiles");
        assertThatThrownBy(() -> Metric.gauge("slidestream.tiles", " ")).hasMessage("slidestream.tiles has no meaning");
    }
}
