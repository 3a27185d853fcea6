package io.slidestream.proving.bench;

import java.util.List;

/**
 * Result of the measurement.
 *
 * @param reduction at which JPEG tiles are decoded, 1 to 8
 * @param downsample level-0 pixels per pixel wanted
 */
public record ReadFigures(
        Subject subject,
        int tiles,
        int tilePx,
        double downsample,
        int reduction,
        JpegLayout jpeg,
        List<Series> series) {
    public ReadFigures {
        series = List.copyOf(series);
    }

    /**
     * The slide.
     *
     * @param reader as it names itself
     */
    public record Subject(String slide, long widthPx, long heightPx, String reader, String decoder) {}

    /**
     * Its JPEG tiles.
     *
     * @param tiles that lie under the tiles read
     */
    public record JpegLayout(int widthPx, int heightPx, int tiles) {}

    /**
     * One contender under one condition.
     *
     * @param tilesPerSecond one value a round, in order
     */
    public record Series(String contender, Order order, int threads, List<Double> tilesPerSecond) {
        public Series {
            tilesPerSecond = List.copyOf(tilesPerSecond);
        }

        public double median() {
            return Medians.of(tilesPerSecond);
        }
    }

    /**
     * The series of one contender.
     *
     * @throws IllegalArgumentException if it was not measured
     */
    public Series of(String contender, Order order, int threads) {
        return series.stream()
                .filter(s -> s.contender().equals(contender) && s.order() == order && s.threads() == threads)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(contender + " with " + threads + " threads"));
    }

    /** The median of one divided by the other in the same round: what slows the machine slows both. */
    public static double ratio(Series above, Series below) {
        return Medians.ofRatios(above.tilesPerSecond(), below.tilesPerSecond());
    }
}
