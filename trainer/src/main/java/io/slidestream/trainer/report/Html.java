package io.slidestream.trainer.report;

import io.slidestream.trainer.measure.Proportion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/** Text for pages. */
public final class Html {
    private Html() {}

    /**
     * A page's beginning, up to and with {@code <main>}. The page asks no server for anything.
     *
     * @param reloadSeconds after which a browser reads the page again; 0 for never
     */
    static String head(String title, int reloadSeconds) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">"
                + "<meta http-equiv=\"Content-Security-Policy\""
                + " content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
                + (reloadSeconds > 0 ? "<meta http-equiv=\"refresh\" content=\"" + reloadSeconds + "\">" : "")
                + "<title>" + escaped(title) + "</title><style>" + style() + "</style></head><body><main>";
    }

    /** A figure that one should see first. */
    static String card(String title, String figure, String remark) {
        return "<div class=\"card\"><h2>" + title + "</h2><p class=\"big\">" + figure + "</p><p class=\"faint\">"
                + remark + "</p></div>";
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(Html.class.getResourceAsStream("report.css"), "report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** {@code 71.2 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f&#8239;%%", 100 * share);
    }

    static String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : "–";
    }

    /** {@code 71.2 % (65.0–76.8)}: the share with its 95 % interval. */
    static String withInterval(Proportion share) {
        return String.format(
                Locale.ROOT,
                "%s <span class=\"faint\">(%.1f–%.1f)</span>",
                percent(share.value()),
                100 * share.low(),
                100 * share.high());
    }

    public static String decimals(double value, int places) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
