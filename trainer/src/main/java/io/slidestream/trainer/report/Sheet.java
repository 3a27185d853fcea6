package io.slidestream.trainer.report;

/**
 * Surface that a chart is drawn on: SVG for a page, pixels for a file. A style is the name of a colour and stroke;
 * {@code right} or {@code middle} before it says where words are anchored.
 */
interface Sheet {
    Sheet line(String style, double x1, double y1, double x2, double y2);

    Sheet rectangle(String style, double x, double y, double width, double height);

    /** @param points x and y in turns */
    Sheet path(String style, double... points);

    Sheet dot(String style, double x, double y, double radius);

    Sheet words(String style, double x, double y, String words);
}
