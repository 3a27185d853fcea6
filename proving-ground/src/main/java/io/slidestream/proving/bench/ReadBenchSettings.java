package io.slidestream.proving.bench;

import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.slides.SlideProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Settings of the measurement.
 *
 * @param mpp microns per pixel wanted; empty for the slide's own pixels
 * @param tilePx side of a tile in pixels wanted
 * @param tiles at least; whole blocks are read
 * @param threads each number is measured
 * @param rounds that count
 */
public record ReadBenchSettings(OptionalDouble mpp, int tilePx, int tiles, List<Integer> threads, int rounds) {
    /** The slide's pixels may be this much coarser than asked for. */
    private static final double TOLERANCE = 0.01;

    public ReadBenchSettings {
        threads = List.copyOf(threads);
        if (mpp.isPresent() && !PlausibleMpp.contains(mpp.getAsDouble())) {
            throw new IllegalArgumentException(
                    "--mpp must be in " + PlausibleMpp.RANGE + " microns, was " + mpp.getAsDouble());
        }
        inRange("--tile", tilePx, 16, 2048);
        inRange("--tiles", tiles, 1, 1_000_000);
        inRange("--rounds", rounds, 1, 1000);
        if (threads.isEmpty()) {
            throw new IllegalArgumentException("--threads must name a number");
        }
        threads.forEach(number -> inRange("--threads", number, 1, 256));
    }

    /** Level-0 pixels per pixel wanted. */
    double downsample(Path slide, SlideProperties properties) {
        if (mpp.isEmpty()) {
            return 1;
        }
        if (properties.mpp().isEmpty()) {
            throw new BenchException(
                    slide + " does not say its microns per pixel; leave out --mpp to read its own pixels");
        }
        double downsample = mpp.getAsDouble() / properties.mpp().getAsDouble();
        if (downsample < 1 - TOLERANCE) {
            throw new BenchException(
                    slide + " has no more than " + properties.mpp().getAsDouble()
                            + " microns per pixel; --mpp must not be finer, was " + mpp.getAsDouble());
        }
        return Math.abs(downsample - 1) <= TOLERANCE ? 1 : downsample;
    }

    private static void inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be in " + min + ".." + max + ", was " + value);
        }
    }
}
