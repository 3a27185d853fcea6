package io.slidestream.proving.bench;

import java.util.List;

/**
 * One quantity of one service while slides are mapped. It is flat when its lowest value in the last tenth of the slides lies
 * at most a fifth, or the slack where that is more, above the lowest in the second tenth; the first tenth is for warming
 * up. The lowest, because what work in hand takes comes and goes, and what leaks stays; nothing is in hand at the very
 * end, which does not count.
 *
 * @param slack what is noise whatever the size, in the same unit
 * @param points in order of slides
 */
record Curve(String service, String what, double slack, List<Point> points) {
    private static final double TOLERATED = 0.2;

    /** @param share of all slides that are mapped, 0 to 1 */
    record Point(double share, double value) {}

    Curve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("no point of " + service + " " + what);
        }
    }

    /** NaN where there is no point. */
    private double lowest(double fromShare, double toShare) {
        return points.stream()
                .filter(point -> point.share() >= fromShare && point.share() < toShare)
                .mapToDouble(Point::value)
                .min()
                .orElse(Double.NaN);
    }

    double early() {
        return lowest(0.1, 0.2);
    }

    double middle() {
        return lowest(0.45, 0.55);
    }

    double late() {
        return lowest(0.9, 1);
    }

    double largest() {
        return points.stream().mapToDouble(Point::value).max().orElseThrow();
    }

    /** Whether both tenths have a point. */
    boolean isJudged() {
        return !Double.isNaN(early()) && !Double.isNaN(late());
    }

    /** Whether the curve does not grow; false where a tenth has no point. */
    boolean isFlat() {
        return late() <= early() + Math.max(TOLERATED * early(), slack);
    }

    /** Growth per slide, between the middles of both tenths. */
    double growth(int slides) {
        return (late() - early()) / (0.8 * slides);
    }
}
