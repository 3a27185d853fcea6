package io.slidestream.proving.bench;

import java.util.List;

/**
 * Settings of a measurement of several workers.
 *
 * @param workers how many at a time, ascending; the first is what the others are compared with
 * @param tiles of each measurement, about
 * @param pace of each worker's engine, tiles a second
 * @param blocksPerPoll the worker's setting; 0 for its default
 */
public record ScaleSettings(List<Integer> workers, int tiles, double pace, int blocksPerPoll) {
    public ScaleSettings {
        workers = List.copyOf(workers);
        if (workers.isEmpty() || workers.stream().anyMatch(count -> count < 1 || count > 32)) {
            throw new BenchException("--workers must be in 1..32 each, were " + workers);
        }
        if (tiles < 500 || tiles > 200_000) {
            throw new BenchException("--tiles must be in 500..200000, was " + tiles);
        }
        if (!(pace >= 1 && pace <= 10_000)) {
            throw new BenchException("--pace must be in 1..10000, was " + pace);
        }
        if (blocksPerPoll < 0 || blocksPerPoll > 64) {
            throw new BenchException("--blocks-per-poll must be in 0..64, was " + blocksPerPoll);
        }
    }
}
