package io.slidestream.mapfiles.regions;

import java.util.Arrays;

/** The largest distance between two points of an outline: its largest (Feret) diameter. */
public final class Feret {
    private Feret() {}

    /**
     * @param xs of the outline's corners, in any unit
     * @param ys of the same corners
     * @return in that unit
     */
    public static double largest(double[] xs, double[] ys) {
        int[] hull = hull(xs, ys); // the farthest two lie on the hull, which has few corners
        double largest = 0;
        for (int i = 0; i < hull.length; i++) {
            for (int j = i + 1; j < hull.length; j++) {
                double dx = xs[hull[i]] - xs[hull[j]];
                double dy = ys[hull[i]] - ys[hull[j]];
                largest = Math.max(largest, dx * dx + dy * dy);
            }
        }
        return Math.sqrt(largest);
    }

    /** Andrew's monotone chain: the lower hull from left to right, then the upper one back. */
    private static int[] hull(double[] xs, double[] ys) {
        Integer[] byX = new Integer[xs.length];
        Arrays.setAll(byX, i -> i);
        Arrays.sort(byX, (a, b) -> xs[a] != xs[b] ? Double.compare(xs[a], xs[b]) : Double.compare(ys[a], ys[b]));
        int[] hull = new int[2 * xs.length];
        int size = 0;
        for (int i : byX) {
            while (size >= 2 && !turnsLeft(xs, ys, hull[size - 2], hull[size - 1], i)) {
                size--;
            }
            hull[size++] = i;
        }
        int lower = size + 1;
        for (int k = xs.length - 2; k >= 0; k--) {
            int i = byX[k];
            while (size >= lower && !turnsLeft(xs, ys, hull[size - 2], hull[size - 1], i)) {
                size--;
            }
            hull[size++] = i;
        }
        return Arrays.copyOf(hull, size);
    }

    private static boolean turnsLeft(double[] xs, double[] ys, int a, int b, int c) {
        return (xs[b] - xs[a]) * (ys[c] - ys[a]) - (ys[b] - ys[a]) * (xs[c] - xs[a]) > 0;
    }
}
