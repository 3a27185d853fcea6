package io.slidestream.standalone.commands;

import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.standalone.pipeline.SlideStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The states of the slides, for people: a line a slide, and its message below it. */
final class StatusTable {
    private final DateTimeFormatter time;

    /** @param zone in which times are shown */
    StatusTable(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
    }

    List<String> lines(List<BucketListed> buckets, List<SlideStatus> slides) {
        List<String> lines = new ArrayList<>();
        buckets.forEach(bucket -> lines.addAll(of(bucket)));
        if (!slides.isEmpty()) {
            lines.add(row("STATE", "REASON", "SINCE", "TILES", "SLIDE"));
        }
        slides.forEach(slide -> lines.addAll(of(slide)));
        lines.add(summary(slides));
        lines.replaceAll(StatusTable::onOneLine);
        return lines;
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

    private static String summary(List<SlideStatus> slides) {
        Map<SlideStateChanged.State, Long> counts = slides.stream()
                .collect(Collectors.groupingBy(
                        slide -> slide.taken().state(),
                        () -> new EnumMap<>(SlideStateChanged.State.class),
                        Collectors.counting()));
        String all = slides.size() == 1 ? "1 slide" : slides.size() + " slides";
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

    /** A file's name may hold whatever a terminal obeys. */
    private static String onOneLine(String line) {
        return line.replaceAll("\\p{Cntrl}", "_");
    }

    private static String row(String state, String reason, String since, String tiles, @Nullable String slide) {
        return String.format("%-9s  %-11s  %-19s  %-14s  %s", state, reason, since, tiles, slide)
                .stripTrailing();
    }
}
