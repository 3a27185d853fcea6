package io.slidestream.proving.panels;

import java.util.List;

/** One line of a panel. */
record Series(String name, List<Point> points) {
    Series {
        points = List.copyOf(points);
    }

    /** @param seconds since 1970 */
    record Point(double seconds, double value) {}

    double last() {
        return points.isEmpty() ? Double.NaN : points.get(points.size() - 1).value();
    }
}
