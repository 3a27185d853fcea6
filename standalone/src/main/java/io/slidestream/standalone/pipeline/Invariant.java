package io.slidestream.standalone.pipeline;

/**
 * Two sums of metrics that are equal, in PromQL, which is also how docs/metrics.md shows it and tests read it: a sum is
 * {@code sum(name)} or {@code sum(name{tag="value"})}, added with {@code +}.
 *
 * @param holds for people: when, and over what
 */
public record Invariant(String name, String left, String right, String holds) {
    public String equation() {
        return left + " == " + right;
    }

    boolean isOf(String metric) {
        return equation().matches(".*\\(" + metric + "[){].*");
    }
}
