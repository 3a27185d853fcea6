package io.slidestream.mapfiles.formats.dicom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An area of the slide. Rings are closed lines of x and y by turns, in pixels of level 0; whether the last point repeats the first
 * does not matter.
 *
 * @param rings the outer one, then those of holes
 */
public record Polygon(List<double[]> rings) {
    private static final int LEAST = 6;

    public Polygon {
        rings = rings.stream().map(Polygon::open).toList();
        if (rings.isEmpty() || rings.stream().anyMatch(ring -> ring.length < LEAST || ring.length % 2 != 0)) {
            throw new IllegalArgumentException("a polygon must have rings of three points at least");
        }
    }

    /*
     * DICOM's polygons have no holes. A cut of no width leads from the outline to each hole and back, so that one line goes around
     * what is meant and around nothing else. The cut goes to the right, from the hole's rightmost point to the first line that it
     * meets: holes are taken from the right, so that this line is the outline's or that of a hole that is joined to it already.
     */
    /** The area as one line, whose first point is not repeated. */
    double[] outline() {
        double[] line = rings.get(0);
        List<double[]> holes = new ArrayList<>(rings.subList(1, rings.size()));
        holes.sort(Comparator.comparingDouble((double[] hole) -> hole[rightmost(hole)])
                .reversed());
        for (double[] hole : holes) {
            line = joined(line, hole);
        }
        return line;
    }

    private static double[] joined(double[] line, double[] hole) {
        int start = rightmost(hole);
        double x = hole[start];
        double y = hole[start + 1];
        int edge = -1;
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < line.length; i += 2) {
            double meets = meets(line, i, y);
            if (meets >= x && meets < nearest) {
                nearest = meets;
                edge = i;
            }
        }
        if (edge < 0) {
            return line; // a hole beside the area takes nothing away
        }
        double[] joined = new double[line.length + hole.length + 6];
        int at = copied(line, 0, edge + 2, joined, 0);
        at = point(joined, at, nearest, y);
        at = copied(hole, start, hole.length, joined, at);
        at = copied(hole, 0, start, joined, at);
        at = point(joined, at, x, y);
        at = point(joined, at, nearest, y);
        copied(line, edge + 2, line.length, joined, at);
        return joined;
    }

    /** Where the edge that begins at a point crosses a height; not a number where it does not. */
    private static double meets(double[] line, int i, double y) {
        double x1 = line[i];
        double y1 = line[i + 1];
        double x2 = line[(i + 2) % line.length];
        double y2 = line[(i + 3) % line.length];
        if (y1 == y2 || Math.min(y1, y2) > y || Math.max(y1, y2) < y) {
            return Double.NaN;
        }
        return x1 + (y - y1) / (y2 - y1) * (x2 - x1);
    }

    private static int rightmost(double[] ring) {
        int found = 0;
        for (int i = 2; i < ring.length; i += 2) {
            found = ring[i] > ring[found] ? i : found;
        }
        return found;
    }

    private static int copied(double[] from, int begin, int end, double[] to, int at) {
        System.arraycopy(from, begin, to, at, end - begin);
        return at + end - begin;
    }

    private static int point(double[] to, int at, double x, double y) {
        to[at] = x;
        to[at + 1] = y;
        return at + 2;
    }

    private static double[] open(double[] ring) {
        int n = ring.length;
        boolean closed = n >= 4 && ring[0] == ring[n - 2] && ring[1] == ring[n - 1];
        return java.util.Arrays.copyOf(ring, closed ? n - 2 : n);
    }
}
