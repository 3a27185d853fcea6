package io.slidestream.trainer.report;

import io.slidestream.contracts.html.Html;
import java.util.Locale;

/** A figure as SVG text, for a page that needs no other file. Colours and fonts are in the page's style, by class. */
final class Svg implements Sheet {
    private final Html markup = new Html();

    Svg(double widthPx, double heightPx, String label) {
        add(
                "<svg width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
                number(widthPx),
                number(heightPx),
                number(widthPx),
                number(heightPx),
                label);
    }

    @Override
    public Svg line(String style, double x1, double y1, double x2, double y2) {
        return add(
                "<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                style,
                number(x1),
                number(y1),
                number(x2),
                number(y2));
    }

    @Override
    public Svg rectangle(String style, double x, double y, double width, double height) {
        return add(
                "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                style,
                number(x),
                number(y),
                number(width),
                number(height));
    }

    /** A square of the colour, its strength from 0 to 1. */
    Svg shade(String style, double strength, double x, double y, double side) {
        return add(
                "<rect class=\"{}\" fill-opacity=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                style,
                number(strength),
                number(x),
                number(y),
                number(side),
                number(side));
    }

    @Override
    public Svg path(String style, double... points) {
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            places.append(i == 0 ? "" : " ")
                    .append(number(points[i]))
                    .append(',')
                    .append(number(points[i + 1]));
        }
        return add("<polyline class=\"{}\" points=\"{}\"/>", style, places);
    }

    @Override
    public Svg words(String style, double x, double y, String words) {
        return add("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", style, number(x), number(y), words);
    }

    @Override
    public Svg dot(String style, double x, double y, double radius) {
        return add("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", style, number(x), number(y), number(radius));
    }

    Html end() {
        return markup.add("</svg>");
    }

    private Svg add(String template, Object... values) {
        markup.add(template, values);
        return this;
    }

    private static String number(double value) {
        String digits = String.format(Locale.ROOT, "%.2f", value);
        return digits.endsWith(".00") ? digits.substring(0, digits.length() - 3) : digits;
    }
}
