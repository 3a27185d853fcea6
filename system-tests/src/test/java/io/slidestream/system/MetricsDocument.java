package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What docs/metrics.md promises of the services' pages. */
final class MetricsDocument {
    private static final Pattern METRIC = Pattern.compile("\\| `(slidestream_\\w+)` \\| (\\w+) \\|(.*)");
    private static final Pattern EQUATION = Pattern.compile("\\| (\\w+) \\| `(sum.*) == (sum.*)` \\|.*");
    private static final String EVERY = "every service";

    private record Metric(String name, String type, boolean always) {
        String series() {
            return switch (type) {
                case "histogram" -> name + "_bucket";
                case "summary" -> name + "_count";
                default -> name;
            };
        }
    }

    private record Equation(String name, String left, String right) {}

    private final Map<String, List<Metric>> services = new LinkedHashMap<>();
    private final List<Equation> equations = new ArrayList<>();

    private MetricsDocument() {}

    static MetricsDocument read() throws IOException {
        MetricsDocument document = new MetricsDocument();
        String section = "";
        for (String line : Files.readAllLines(Checkout.docs().resolve("metrics.md"))) {
            section = line.startsWith("## ") ? line.substring(3) : section;
            Matcher metric = METRIC.matcher(line);
            if (metric.matches()) {
                document.services
                        .computeIfAbsent(section, service -> new ArrayList<>())
                        .add(new Metric(
                                metric.group(1),
                                metric.group(2),
                                !metric.group(3).contains(" Only ")));
            }
            Matcher equation = EQUATION.matcher(line);
            if (equation.matches()) {
                document.equations.add(new Equation(equation.group(1), equation.group(2), equation.group(3)));
            }
        }
        return document;
    }

    /** The page has what is promised of these services, and nothing of ours that is not. */
    void describes(MetricsPage page, String... services) {
        List<Metric> promised = Stream.concat(
                        Stream.of(services),
                        this.services.keySet().stream().filter(service -> service.startsWith(EVERY)))
                .flatMap(service -> this.services.getOrDefault(service, List.of()).stream())
                .toList();
        assertThat(promised).hasSizeGreaterThan(20);
        assertThat(page.names())
                .containsAll(promised.stream()
                        .filter(Metric::always)
                        .map(Metric::series)
                        .toList());
        TreeSet<String> unknown = new TreeSet<>(page.names());
        unknown.removeIf(name -> !name.startsWith("slidestream_"));
        promised.forEach(metric -> {
            unknown.remove(metric.name());
            Stream.of("_bucket", "_count", "_sum", "_max").forEach(ending -> unknown.remove(metric.name() + ending));
        });
        assertThat(unknown).as("on the page and not in docs/metrics.md").isEmpty();
    }

    /** The equations that do not hold over these pages. */
    List<String> unequal(Collection<MetricsPage> pages) {
        assertThat(equations).hasSizeGreaterThan(5);
        return equations.stream()
                .filter(equation -> MetricsPage.sum(equation.left(), pages) != MetricsPage.sum(equation.right(), pages))
                .map(equation -> equation + ": " + MetricsPage.sum(equation.left(), pages) + " and "
                        + MetricsPage.sum(equation.right(), pages))
                .toList();
    }
}
