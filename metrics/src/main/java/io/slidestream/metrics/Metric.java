package io.slidestream.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Description of a metric for operators, from which its meters are made: code and documentation cannot disagree. The
 * name and the tags are public API.
 *
 * @param name words in lower case with dots between
 * @param unit in the plural, as "bytes"; empty for a plain number; a timer's is seconds
 * @param tags in the order in which their values are given
 * @param meaning one sentence or a few, for operators
 * @param condition when it is there at all; empty where it always is
 */
public record Metric(
        Meter.Type type,
        String name,
        String unit,
        List<MetricTag> tags,
        Buckets buckets,
        String meaning,
        String condition) {
    public Metric {
        if (!name.matches("slidestream(\\.[a-z0-9]+)+")) {
            throw new IllegalArgumentException(
                    "a metric's name is slidestream and words in lower case, with dots between, was " + name);
        }
        if (meaning.isBlank()) {
            throw new IllegalArgumentException(name + " has no meaning");
        }
        tags = List.copyOf(tags);
    }

    /** Describes a value that only grows. */
    public static Metric counter(String name, String meaning) {
        return plain(Meter.Type.COUNTER, name, meaning);
    }

    /** Describes a value that goes up and down. */
    public static Metric gauge(String name, String meaning) {
        return plain(Meter.Type.GAUGE, name, meaning);
    }

    /** Describes the duration of something. */
    public static Metric timer(String name, Buckets buckets, String meaning) {
        return plain(Meter.Type.TIMER, name, meaning).unit("seconds").buckets(buckets);
    }

    /** Describes the size of something, each time that it happens. */
    public static Metric summary(String name, Buckets buckets, String meaning) {
        return plain(Meter.Type.DISTRIBUTION_SUMMARY, name, meaning).buckets(buckets);
    }

    public Metric unit(String plural) {
        return new Metric(type, name, plural, tags, buckets, meaning, condition);
    }

    /** Has one more tag. */
    public Metric tag(MetricTag tag) {
        List<MetricTag> more = new ArrayList<>(tags);
        more.add(tag);
        return new Metric(type, name, unit, more, buckets, meaning, condition);
    }

    public Metric onlyWith(String what) {
        return new Metric(type, name, unit, tags, buckets, meaning, what);
    }

    private Metric buckets(Buckets bounds) {
        return new Metric(type, name, unit, tags, bounds, meaning, condition);
    }

    /**
     * Makes every series there can be, at zero, where all tags have known values: an alert can only see a first increase of
     * what was there before.
     */
    public Metric begunIn(MeterRegistry registry) {
        combinations(0, new ArrayList<>(), values -> {
            switch (type) {
                case COUNTER -> counterIn(registry, values);
                case TIMER -> timerIn(registry, values);
                case DISTRIBUTION_SUMMARY -> summaryIn(registry, values);
                case GAUGE, LONG_TASK_TIMER, OTHER -> throw new IllegalStateException(name + " has no zero");
            }
        });
        return this;
    }

    /** @param values of the tags, in their order; the same counter for the same values */
    public Counter counterIn(MeterRegistry registry, String... values) {
        require(Meter.Type.COUNTER);
        return Counter.builder(name)
                .description(meaning)
                .baseUnit(unitOrNull())
                .tags(tagged(values))
                .register(registry);
    }

    /**
     * Counted elsewhere and asked at each look; the registry keeps the source. Micrometer itself holds it weakly, and a count that
     * nobody else keeps, as a lambda, falls to zero for good when the collector comes by.
     */
    public void counterIn(MeterRegistry registry, Supplier<Number> count, String... values) {
        require(Meter.Type.COUNTER);
        FunctionCounter.builder(name, registry, keeper -> count.get().doubleValue())
                .description(meaning)
                .baseUnit(unitOrNull())
                .tags(tagged(values))
                .register(registry);
    }

    /** Asked at each look; the registry keeps the source. The first source given for the same values stays. */
    public void gaugeIn(MeterRegistry registry, Supplier<Number> value, String... values) {
        require(Meter.Type.GAUGE);
        Gauge.builder(name, value)
                .description(meaning)
                .baseUnit(unitOrNull())
                .tags(tagged(values))
                .register(registry);
    }

    public Timer timerIn(MeterRegistry registry, String... values) {
        require(Meter.Type.TIMER);
        return Timer.builder(name)
                .description(meaning)
                .serviceLevelObjectives(Arrays.stream(buckets.bounds())
                        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                        .toArray(Duration[]::new))
                .tags(tagged(values))
                .register(registry);
    }

    /** Timed elsewhere; the registry keeps both sources. */
    public void timerIn(MeterRegistry registry, LongSupplier count, LongSupplier nanos, String... values) {
        require(Meter.Type.TIMER);
        FunctionTimer.builder(
                        name, registry, keeper -> count.getAsLong(), keeper -> nanos.getAsLong(), TimeUnit.NANOSECONDS)
                .description(meaning)
                .tags(tagged(values))
                .register(registry);
    }

    public DistributionSummary summaryIn(MeterRegistry registry, String... values) {
        require(Meter.Type.DISTRIBUTION_SUMMARY);
        return DistributionSummary.builder(name)
                .description(meaning)
                .baseUnit(unitOrNull())
                .serviceLevelObjectives(buckets.bounds())
                .tags(tagged(values))
                .register(registry);
    }

    private @Nullable String unitOrNull() {
        return unit.isEmpty() ? null : unit;
    }

    private void combinations(int tag, List<String> chosen, Consumer<String[]> each) {
        if (tag == tags.size()) {
            each.accept(chosen.toArray(String[]::new));
            return;
        }
        for (String value : tags.get(tag).values()) {
            chosen.add(value);
            combinations(tag + 1, chosen, each);
            chosen.remove(tag);
        }
    }

    private void require(Meter.Type wanted) {
        if (type != wanted) {
            throw new IllegalStateException(name + " is a " + type + ", not a " + wanted);
        }
    }

    private Tags tagged(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(name + " has the tags "
                    + tags.stream().map(MetricTag::key).toList() + ", not so many values: " + Arrays.toString(values));
        }
        List<Tag> given = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.get(i).check(values[i]);
            given.add(Tag.of(tags.get(i).key(), values[i]));
        }
        return Tags.of(given);
    }

    private static Metric plain(Meter.Type type, String name, String meaning) {
        return new Metric(type, name, "", List.of(), Buckets.NONE, meaning, "");
    }
}
