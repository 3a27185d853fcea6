package io.slidestream.system;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A service's page in Prometheus' text format: series, as they stand there, and their values. */
record MetricsPage(Map<String, Double> series) {
    private static final Pattern SUM = Pattern.compile("sum\\((\\w+)(?:\\{(.*)})?\\)");

    static MetricsPage of(String text) {
        Map<String, Double> series = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            series.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        });
        return new MetricsPage(series);
    }

    /** Names of series, without tags. */
    Set<String> names() {
        return series.keySet().stream().map(MetricsPage::name).collect(Collectors.toSet());
    }

    /** Of {@code sum(name) + sum(name{tag="value"})}, over several pages. */
    static double sum(String expression, Collection<MetricsPage> pages) {
        return Arrays.stream(expression.split(" \\+ "))
                .mapToDouble(term ->
                        pages.stream().mapToDouble(page -> page.term(term)).sum())
                .sum();
    }

    private double term(String term) {
        Matcher sum = SUM.matcher(term.strip());
        if (!sum.matches()) {
            throw new AssertionError("no sum of series: " + term);
        }
        String tag = sum.group(2) == null ? "" : sum.group(2);
        return series.entrySet().stream()
                .filter(entry -> name(entry.getKey()).equals(sum.group(1)))
                .filter(entry -> entry.getKey().contains(tag))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static String name(String series) {
        int brace = series.indexOf('{');
        return brace < 0 ? series : series.substring(0, brace);
    }
}
