package io.slidestream.proving.panels;

import java.time.Duration;
import java.time.Instant;

/** Time that a dashboard shows, as its variables have it. */
record Range(Instant from, Instant to) {
    private static final int POINTS = 240;
    /** Grafana takes four scrape intervals at least, which are 15 s. */
    private static final Duration LEAST_RATE = Duration.ofMinutes(1);

    Range {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to, were " + from + " and " + to);
        }
    }

    Duration step() {
        Duration step = Duration.between(from, to).dividedBy(POINTS);
        return step.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : step;
    }

    /** A query with the variables that our dashboards use replaced. */
    String filled(String query) {
        Duration rate = step().multipliedBy(4);
        return query.replace("$__rate_interval", seconds(rate.compareTo(LEAST_RATE) < 0 ? LEAST_RATE : rate))
                .replace("$__interval", seconds(step()))
                .replace("$__range", seconds(Duration.between(from, to)));
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
