package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.proving.processes.Footprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Memory of the services while slides were mapped.
 *
 * @param tiles of all maps together, every one scored
 */
public record SoakFigures(SoakSettings settings, double seconds, long tiles, List<Sample> samples) {
    private static final List<Quantity> QUANTITIES = List.of(
            new Quantity("live heap, MB", 4, Footprint::liveHeapMb),
            new Quantity("resident, MB", 32, Footprint::residentMb),
            new Quantity("most resident, MB", 32, Footprint::peakResidentMb),
            new Quantity("classes and code, MB", 8, Footprint::nonHeapMb),
            new Quantity("threads", 4, Footprint::threads),
            new Quantity("open files", 16, Footprint::files));

    public SoakFigures {
        samples = List.copyOf(samples);
    }

    /** @param share of the slides that are mapped */
    record Sample(String service, double share, Footprint footprint) {}

    private record Quantity(String name, double slack, ToDoubleFunction<Footprint> of) {}

    /** Whether there were looks in both tenths; there are none where slides are few, or pass faster than one can look. */
    public boolean isJudged() {
        return curves().stream().allMatch(Curve::isJudged);
    }

    /** Whether all that is looked at is flat. */
    public boolean isFlat() {
        return curves().stream().allMatch(Curve::isFlat);
    }

    List<Curve> curves() {
        List<Curve> curves = new ArrayList<>();
        for (String service : samples.stream().map(Sample::service).distinct().toList()) {
            for (Quantity quantity : QUANTITIES) {
                List<Curve.Point> points = samples.stream()
                        .filter(sample -> sample.service().equals(service))
                        .map(sample ->
                                new Curve.Point(sample.share(), quantity.of().applyAsDouble(sample.footprint())))
                        .toList();
                curves.add(new Curve(service, quantity.name(), quantity.slack(), points));
            }
        }
        return curves;
    }

    /** Formats a table for people: the lowest of each tenth, and the highest of all. */
    public String table() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%d slides, %d tiles, every one scored, in %.0f s: %.0f slides/h, %.0f tiles/s; %d MB of heap a service%n%n",
                settings.slides(),
                tiles,
                seconds,
                settings.slides() / seconds * 3600,
                tiles / seconds,
                settings.heapMb()));
        String row = "%-12s%-22s%12s%12s%12s%12s%14s%n";
        table.append(String.format(row, "", "", "2nd tenth", "middle", "last tenth", "highest", "a slide adds"));
        for (Curve curve : curves()) {
            table.append(String.format(
                    row,
                    curve.service(),
                    curve.what(),
                    number(curve.early()),
                    number(curve.middle()),
                    number(curve.late()),
                    number(curve.largest()),
                    isJudged()
                            ? String.format(Locale.ROOT, "%+.4f", curve.growth(settings.slides()))
                                    + (curve.isFlat() ? "  " : " !")
                            : ""));
        }
        return table.append('\n').append(verdict()).append('\n').toString();
    }

    private String verdict() {
        if (!isJudged()) {
            return "Too few slides to say whether memory is flat; give more.";
        }
        return (isFlat() ? "Flat" : "NOT FLAT, see the rows with '!'")
                + ": the lowest of the last tenth may lie a fifth above that of the second, or 4 MB of heap, 32 MB resident,"
                + " 8 MB of classes, 4 threads, 16 files where that is more.";
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    /** Formats the figures as JSON for scripts. */
    public String json() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode()
                .put("benchmark", "soak")
                .put("slides", settings.slides())
                .put("tiles", tiles)
                .put("seconds", seconds)
                .put("heapMb", settings.heapMb())
                .put("flat", isJudged() && isFlat());
        Machine.describe(json.putObject("machine"));
        for (Curve curve : curves()) {
            ObjectNode one = json.withArray("curves")
                    .addObject()
                    .put("service", curve.service())
                    .put("what", curve.what())
                    .put("flat", curve.isFlat());
            curve.points()
                    .forEach(point -> one.withArray("points")
                            .addObject()
                            .put("share", point.share())
                            .put("value", point.value()));
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }
}
