package io.slidestream.trainer.report;

import io.slidestream.contracts.html.Html;
import io.slidestream.trainer.measure.Proportion;
import java.util.Locale;
import java.util.OptionalDouble;

/** What the trainer's pages have in common: their beginning, cards, and how figures are written. */
public final class PageParts {
    private static final Html NARROW_SPACE = Html.verbatim("&#8239;");
    private static final Html STYLE = Html.verbatim(PageParts.class, "report.css");

    private PageParts() {}

    /**
     * A page's beginning, up to and with {@code <main>}. The page asks no server for anything.
     *
     * @param reloadSeconds after which a browser reads the page again; 0 for never
     */
    static Html head(String title, int reloadSeconds) {
        return Html.of(
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                        + " content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">"
                        + "<meta http-equiv=\"Content-Security-Policy\""
                        + " content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
                        + "{}<title>{}</title><style>{}</style></head><body><main>",
                reloadSeconds > 0 ? Html.of("<meta http-equiv=\"refresh\" content=\"{}\">", reloadSeconds) : "",
                title,
                STYLE);
    }

    /**
     * A figure that one should see first.
     *
     * @param figure text, or markup
     * @param remark text, or markup
     */
    static Html card(String title, Object figure, Object remark) {
        return Html.of(
                "<div class=\"card\"><h2>{}</h2><p class=\"big\">{}</p><p class=\"faint\">{}</p></div>",
                title,
                figure,
                remark);
    }

    /** {@code 71.2 %}. */
    static Html percent(double fraction) {
        return Html.of("{}{}%", String.format(Locale.ROOT, "%.1f", 100 * fraction), NARROW_SPACE);
    }

    static Html percent(OptionalDouble fraction) {
        return fraction.isPresent() ? percent(fraction.getAsDouble()) : Html.verbatim("–");
    }

    /** {@code 71.2 % (65.0–76.8)}: the proportion with its 95 % interval. */
    static Html withInterval(Proportion proportion) {
        return Html.of(
                "{} <span class=\"faint\">({})</span>",
                percent(proportion.value()),
                String.format(Locale.ROOT, "%.1f–%.1f", 100 * proportion.low(), 100 * proportion.high()));
    }

    public static String decimals(double value, int places) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
