package io.slidestream.proving.bench;

import io.slidestream.networks.engine.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Settings of all main measurements in one.
 *
 * @param small slide whose mapping is timed from the start of the program to its end; empty for a synthetic one
 * @param size of the synthetic slides that are read and mapped, as {@code synth} takes it
 * @param tiles to read in a pass
 * @param tilePx side of a tile that is read
 * @param batches of the bare engines
 * @param seconds of each measurement of an engine, at least
 * @param rounds that count, of every part
 */
public record SuiteSettings(
        Path model,
        Optional<Path> small,
        String size,
        int tiles,
        int tilePx,
        List<Integer> batches,
        double seconds,
        int rounds) {
    /** @throws IllegalArgumentException if a part would refuse its settings */
    public SuiteSettings {
        batches = List.copyOf(batches);
        new ReadBenchSettings(OptionalDouble.empty(), tilePx, tiles, List.of(1), rounds);
        new InferBenchSettings(batches, 1, rounds, seconds, Device.CPU);
    }
}
