package io.slidestream.proving.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Figures of the whole chain.
 *
 * @param engine as it names itself, with its batch size
 * @param tiles of the slide that hold tissue
 * @param bare images a second of the bare engine, before each round and after the last
 */
public record PipelineFigures(
        String slide, String model, String engine, int threads, long tiles, List<Double> bare, List<Round> rounds) {
    public PipelineFigures {
        bare = List.copyOf(bare);
        rounds = List.copyOf(rounds);
        if (bare.size() != rounds.size() + 1) {
            throw new IllegalArgumentException(
                    rounds.size() + " rounds must lie between bare rates, which were " + bare.size());
        }
    }

    /**
     * The slide mapped once.
     *
     * @param seconds from its submission to its map, all files written
     * @param inferSeconds of them the engine computed
     * @param readingSeconds of a processor that the threads took which read tiles and prepare them
     */
    public record Round(double seconds, double inferSeconds, double readingSeconds) {}

    /** Tiles a second, end to end. */
    public List<Double> tilesPerSecond() {
        return rounds.stream().map(round -> tiles / round.seconds()).toList();
    }

    /** The bare engine around each round: the mean of before and after. */
    public List<Double> bareAround() {
        return IntStream.range(0, rounds.size())
                .mapToObj(round -> (bare.get(round) + bare.get(round + 1)) / 2)
                .toList();
    }

    /** End to end over the bare engine, the median over the rounds. */
    public double share() {
        return Medians.ofRatios(tilesPerSecond(), bareAround());
    }

    /**
     * The same without the time that reading kept the processors of the engine from it, of which there is one for each of
     * its threads.
     */
    public double shareWithoutReading() {
        List<Double> rates = rounds.stream()
                .map(round -> tiles / (round.seconds() - round.readingSeconds() / threads))
                .toList();
        return Medians.ofRatios(rates, bareAround());
    }

    /** Milliseconds of a processor for a tile to be read and prepared, the median over the rounds. */
    public double readingMs() {
        return Medians.of(rounds.stream()
                .map(round -> 1000 * round.readingSeconds() / tiles)
                .toList());
    }

    public double medianTilesPerSecond() {
        return Medians.of(tilesPerSecond());
    }

    public double medianBare() {
        return Medians.of(bareAround());
    }

    /** Share of the time in which the engine computed, the median over the rounds. */
    public double busy() {
        return Medians.of(rounds.stream()
                .map(round -> round.inferSeconds() / round.seconds())
                .toList());
    }
}
