package io.slidestream.standalone.commands;

import io.slidestream.slides.Level;
import io.slidestream.slides.SlideProperties;
import io.slidestream.standalone.terminal.Printable;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A slide's description for people. */
final class SlideInfo {
    private SlideInfo() {}

    static String describe(String name, String readerName, SlideProperties slide) {
        var text = new StringBuilder();
        line(text, "slide", name);
        line(text, "reader", readerName);
        line(text, "vendor", slide.vendor());
        line(text, "size", slide.widthPx() + " x " + slide.heightPx() + " px" + millimetres(slide));
        line(text, "mpp", number(slide.mpp(), slide.whyNoMpp() + "; --mpp sets it"));
        slide.mppSource().ifPresent(source -> line(text, "mpp from", source));
        line(text, "objective", number(slide.objectivePower(), "not given"));
        line(text, "levels", Integer.toString(slide.levels().size()));
        for (Level level : slide.levels()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %2d  %d x %d px  downsample %s%s%n",
                    level.index(),
                    level.widthPx(),
                    level.heightPx(),
                    shortest(level.downsample()),
                    slide.mpp().isPresent()
                            ? "  mpp " + shortest(slide.mpp().getAsDouble() * level.downsample())
                            : ""));
        }
        line(
                text,
                "associated images",
                slide.associatedImages().isEmpty() ? "none" : String.join(", ", slide.associatedImages()));
        String profile = slide.raw().get(SlideProperties.ICC_PROFILE);
        if (profile != null) {
            line(text, "ICC profile", profile);
        }
        text.append("properties\n");
        new TreeMap<>(slide.raw())
                .forEach((key, value) -> text.append("  ")
                        .append(Printable.line(key))
                        .append(" = ")
                        .append(Printable.lines(value.strip().replaceAll("\\R", "\n    ")))
                        .append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(String.format(Locale.ROOT, "%-18s %s%n", key, Printable.line(value)));
    }

    private static String millimetres(SlideProperties slide) {
        if (slide.mpp().isEmpty()) {
            return "";
        }
        double mpp = slide.mpp().getAsDouble();
        return String.format(
                Locale.ROOT, "  (%.2f x %.2f mm)", slide.widthPx() * mpp / 1000, slide.heightPx() * mpp / 1000);
    }

    private static String number(OptionalDouble value, String otherwise) {
        return value.isPresent() ? shortest(value.getAsDouble()) : otherwise;
    }

    private static String shortest(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4f", value);
    }
}
