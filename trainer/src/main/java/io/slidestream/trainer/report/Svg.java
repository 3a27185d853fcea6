package io.slidestream.trainer.report;

import java.util.Locale;

/** A figure as SVG text, for a page that needs no other file. Colours and fonts are in the page's style, by class. */
final class Svg implements Sheet {
    private final StringBuilder text = new StringBuilder();

    Svg(double widthPx, double heightPx, String label) {
        add(
                "<svg width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">",
                number(widthPx), number(heightPx), number(widthPx), number(heightPx), Html.escaped(label));
    }

    @Override
    public Svg line(String style, double x1, double y1, double x2, double y2) {
        return add(
                "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
                style, number(x1), number(y1), number(x2), number(y2));
    }

    @Override
    public Svg rectangle(String style, double x, double y, double width, double height) {
        return add(
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
                style, number(x), number(y), number(width), number(height));
    }

    /** A square of the colour, its strength from 0 to 1. */
    Svg shade(String style, double strength, double x, double y, double side) {
        return add(
                "<rect class=\"%s\" fill-opacity=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
                style, number(strength), number(x), number(y), number(side), number(side));
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
        return add("<polyline class=\"%s\" points=\"%s\"/>", style, places);
    }

    @Override
    public Svg words(String style, double x, double y, String words) {
        return add("<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>", style, number(x), number(y), Html.escaped(words));
    }

    @Override
    public Svg dot(String style, double x, double y, double radius) {
        return add("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>", style, number(x), number(y), number(radius));
    }

    String end() {
        return text + "</svg>";
    }

    private Svg add(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments));
        return this;
    }

    private static String number(double value) {
        String digits = String.format(Locale.ROOT, "%.2f", value);
        return digits.endsWith(".00") ? digits.substring(0, digits.length() - 3) : digits;
    }
}
