package io.slidestream.standalone.commands;

import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.standalone.pipeline.SlideStatesView;
import io.slidestream.standalone.pipeline.SlideStatus;
import io.slidestream.standalone.terminal.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The states of the slides, for people: a line a slide, and its message below it. */
final class StatusTable {
    private final DateTimeFormatter time;

    /** @param zone in which times are shown */
    StatusTable(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
    }

    /** Lines of the buckets. */
    List<String> of(List<BucketListed> buckets) {
        return buckets.stream()
                .flatMap(bucket -> of(bucket).stream())
                .map(Printable::line)
                .toList();
    }

    /** Writes line after line. */
    final class Lines implements SlideStatesView.Sink {
        private final Consumer<String> out;
        private final Map<SlideStateChanged.State, Long> counts = new EnumMap<>(SlideStateChanged.State.class);

        Lines(Consumer<String> out) {
            this.out = out;
        }

        @Override
        public void take(SlideStatus slide) {
            if (counts.isEmpty()) {
                out.accept(row("STATE", "REASON", "SINCE", "TILES", "SLIDE"));
            }
            of(slide).forEach(line -> out.accept(Printable.line(line)));
            counts.merge(slide.taken().state(), 1L, Long::sum);
        }

        /** Writes how many there were. */
        void end() {
            out.accept(summary(counts));
        }
    }

    private List<String> of(BucketListed bucket) {
        String counts = bucket.location() + ": " + bucket.slides() + " slides, " + bucket.otherFiles()
                + " other files ignored, since " + at(bucket.atMillis());
        return bucket.trouble() == null ? List.of(counts) : List.of(counts, "  ! " + bucket.trouble());
    }

    private List<String> of(SlideStatus slide) {
        SlideStateChanged taken = slide.taken();
        String line = row(
                taken.state().label(),
                taken.reason() == null ? "" : taken.reason().label(),
                at(taken.sinceMillis()),
                slide.tiles(),
                slide.name());
        return taken.message() == null ? List.of(line) : List.of(line, "           " + taken.message());
    }

    private static String summary(Map<SlideStateChanged.State, Long> counts) {
        long slides = counts.values().stream().mapToLong(Long::longValue).sum();
        String all = slides == 1 ? "1 slide" : slides + " slides";
        return counts.isEmpty()
                ? all
                : all + ": "
                        + counts.entrySet().stream()
                                .map(count ->
                                        count.getValue() + " " + count.getKey().label())
                                .collect(Collectors.joining(", "));
    }

    private String at(long millis) {
        return time.format(Instant.ofEpochMilli(millis));
    }

    private static String row(String state, String reason, String since, String tiles, @Nullable String slide) {
        return String.format("%-9s  %-11s  %-19s  %-14s  %s", state, reason, since, tiles, slide)
                .stripTrailing();
    }
}
