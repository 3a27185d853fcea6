package io.slidestream.proving.bench;

import java.util.List;
import java.util.Optional;

/**
 * Result of the measurement.
 *
 * @param downsample level-0 pixels per pixel wanted
 * @param reduction at which tiles are decoded, 1 to 8
 * @param coded the slide's own tiles; empty where only OpenSlide reads them
 */
public record ReadFigures(
        Subject subject,
        int tiles,
        int tilePx,
        double downsample,
        int reduction,
        Optional<CodedTiles> coded,
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
     * Its tiles as they are coded.
     *
     * @param tiles that lie under the tiles read
     */
    public record CodedTiles(int widthPx, int heightPx, int tiles) {}

    /**
     * One contender under one condition.
     *
     * @param tilesPerSecond one value a round, in order
     * @param tilesPerProcessorSecond the same, by the threads' own processor time
     */
    public record Series(
            String contender,
            Order order,
            int threads,
            List<Double> tilesPerSecond,
            List<Double> tilesPerProcessorSecond) {
        public Series {
            tilesPerSecond = List.copyOf(tilesPerSecond);
            tilesPerProcessorSecond = List.copyOf(tilesPerProcessorSecond);
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

    /** As {@link #ratio}, of what a tile takes of the processor. */
    public static double processorRatio(Series above, Series below) {
        return Medians.ofRatios(above.tilesPerProcessorSecond(), below.tilesPerProcessorSecond());
    }

    /** The median of one divided by the other in the same round: what slows the machine slows both. */
    public static double ratio(Series above, Series below) {
        return Medians.ofRatios(above.tilesPerSecond(), below.tilesPerSecond());
    }
}
