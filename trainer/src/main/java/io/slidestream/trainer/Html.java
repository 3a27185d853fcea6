package io.slidestream.trainer;

import java.util.Locale;
import java.util.OptionalDouble;

/** Text for pages. */
final class Html {
    private Html() {}

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

    static String decimals(double value, int places) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
